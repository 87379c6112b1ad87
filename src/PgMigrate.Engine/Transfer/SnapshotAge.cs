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
    public static Task<bool> HasNewerRowsAsync(NpgsqlConnection connection, PgTable table, string snapshot, CancellationToken cancellationToken)
        => AskAsync<bool>(connection, $"SELECT {HasNewer($"ONLY {table.QualifiedName.Sql} t", "true", snapshot)}", cancellationToken);

    /// <summary>
    /// Whether, since the earlier snapshot, something was made or altered that says how rows print while they stay as they are: columns of tables and
    /// composite types, labels of enums.
    /// </summary>
    public static Task<bool> HasNewerTypesAsync(NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        const string Lasting = """
            EXISTS (SELECT FROM pg_catalog.pg_class c
                    WHERE c.oid = t.attrelid AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND c.relpersistence <> 't')
            """;
        return AskAsync<bool>(
            connection,
            $"SELECT {HasNewer("pg_catalog.pg_attribute t", Lasting, snapshot)} OR {HasNewer("pg_catalog.pg_enum t", "true", snapshot)}",
            cancellationToken);
    }

    /// <summary>The rows that are visible now.</summary>
    public static Task<long> CountAsync(NpgsqlConnection connection, PgTable table, CancellationToken cancellationToken)
        => AskAsync<long>(connection, $"SELECT pg_catalog.count(*) FROM ONLY {table.QualifiedName.Sql}", cancellationToken);

    /// <summary>
    /// The server's own number with its timeline, which another one begins when it is set back to an earlier time, and the database's OID; null where
    /// the role may not know them.
    /// </summary>
    public static async Task<string?> ReadIdentityAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string MayKnow = """
            SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
                AND pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()', 'EXECUTE')
            """;
        if (!await AskAsync<bool>(connection, MayKnow, cancellationToken).ConfigureAwait(false)) return null;
        return await AskAsync<string>(
            connection,
            """
            SELECT s.system_identifier || '/' || c.timeline_id || '/' || d.oid
            FROM pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c, pg_catalog.pg_database d
            WHERE d.datname = pg_catalog.current_database()
            """,
            cancellationToken).ConfigureAwait(false);
    }

    private static string HasNewer(string rows, string condition, string snapshot) => $"""
        EXISTS (
            SELECT FROM {rows},
                (SELECT pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) AS next OFFSET 0) n,
                LATERAL (SELECT t.xmin::text::bigint AS low) x
            WHERE {condition} AND x.low >= 3
              AND NOT pg_catalog.txid_visible_in_snapshot(
                  n.next - ((n.next - x.low) & 4294967295), {SqlText.Literal(snapshot)}::txid_snapshot))
        """;

    private static async Task<T> AskAsync<T>(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(query, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
