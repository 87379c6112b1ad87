using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// Keeps the statements in a temporary table of the writing transaction until all differences are known: they may be more than fit into memory,
/// and they are run in an order, and perhaps again in another, that is not the one in which they are found.
/// </summary>
internal sealed class StatementSpool(Destination destination)
{
    private const string Name = "pg_temp.pgmigrate_copy_back";

    public Task CreateAsync(CancellationToken cancellationToken) => destination.ExecuteAsync(
        """
        CREATE TEMPORARY TABLE pgmigrate_copy_back (
            place bigint GENERATED ALWAYS AS IDENTITY, table_number integer, step integer, statement text, first_hash bigint, second_hash bigint, copies bigint)
        ON COMMIT DROP
        """,
        cancellationToken);

    /// <summary>Forgets a table's statements.</summary>
    public Task ForgetAsync(int table, CancellationToken cancellationToken)
        => destination.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {Name} WHERE table_number = {table}"), cancellationToken);

    public Task AddAsync(int table, IReadOnlyList<ReturnStatement> statements, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            var import = await connection.BeginBinaryImportAsync(
                $"COPY {Name} (table_number, step, statement, first_hash, second_hash, copies) FROM STDIN BINARY", cancellationToken).ConfigureAwait(false);
            await using var closing = import.ConfigureAwait(false);
            foreach (var (step, sql, hash, copies) in statements)
            {
                await import.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await import.WriteAsync(table, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                await import.WriteAsync((int)step, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                if (sql is null) await import.WriteNullAsync(cancellationToken).ConfigureAwait(false);
                else await import.WriteAsync(sql, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
                await import.WriteAsync(unchecked((long)hash.First), NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
                await import.WriteAsync(unchecked((long)hash.Second), NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
                await import.WriteAsync(copies, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            }

            await import.CompleteAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Runs a table's statements of a step, one after the other, without sending them once more.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, int table, ReturnStep step, RepairStatements repair, CancellationToken cancellationToken)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"table_number = {table} AND step = {(int)step}");
        if (step == ReturnStep.Delete)
        {
            var hashes = $"SELECT first_hash, second_hash, copies FROM {Name} WHERE {wanted} AND statement IS NULL";
            using var any = new NpgsqlCommand($"SELECT EXISTS ({hashes})", connection);
            if ((bool)(await any.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!)
            {
                await connection.ExecuteAsync(repair.DeleteByHashes(hashes), cancellationToken).ConfigureAwait(false);
            }
        }

        await connection.ExecuteAsync(
            $"""
            DO $pgmigrate$
            DECLARE one record;
            BEGIN
                FOR one IN SELECT s.statement FROM {Name} s WHERE {wanted} AND s.statement IS NOT NULL ORDER BY s.place LOOP
                    EXECUTE one.statement;
                END LOOP;
            END
            $pgmigrate$ LANGUAGE plpgsql
            """,
            cancellationToken).ConfigureAwait(false);
    }
}
