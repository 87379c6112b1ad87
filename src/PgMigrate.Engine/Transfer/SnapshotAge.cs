using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>Tells whether rows were written after an earlier snapshot.</summary>
internal static class SnapshotAge
{
    /// <summary>
    /// The present snapshot as text, <c>xmin:xmax:list</c> (PostgreSQL documentation, Transaction ID and Snapshot Information Functions).
    /// </summary>
    public static async Task<string> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.txid_current_snapshot()::text", connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>
    /// Whether a row that is visible now was inserted or updated by a transaction that the earlier snapshot did not see: every row is
    /// looked at. A row's xmin has 32 of its transaction's 64 bits; the others are those of the last 2^32 transactions, and a row older
    /// than that is at worst taken for a new one.
    /// </summary>
    public static async Task<bool> HasNewerRowsAsync(
        NpgsqlConnection connection, PgTable table, string snapshot, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"""
            SELECT EXISTS (
                SELECT FROM ONLY {table.QualifiedName.Sql} t,
                    (SELECT pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) AS next OFFSET 0) n,
                    LATERAL (SELECT t.xmin::text::bigint AS low) x
                WHERE x.low >= 3
                  AND NOT pg_catalog.txid_visible_in_snapshot(
                      n.next - ((n.next - x.low) & 4294967295), {SqlText.Literal(snapshot)}::txid_snapshot))
            """,
            connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
