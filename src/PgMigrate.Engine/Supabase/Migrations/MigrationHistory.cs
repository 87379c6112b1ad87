using Npgsql;
using NpgsqlTypes;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase;

/// <summary>
/// The tables in which the Supabase CLI records what it has run (pkg/migration/history.go). A hosted project's may have more columns, an old
/// one's fewer.
/// </summary>
internal static class MigrationHistory
{
    private const string Table = "supabase_migrations.schema_migrations";
    private const string Seeds = "supabase_migrations.seed_files";

    /// <summary>The rows in the order of their versions as texts; none where there is no table.</summary>
    /// <exception cref="PostgresException">The role may not read it.</exception>
    public static async Task<IReadOnlyList<AppliedMigration>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, cancellationToken).ConfigureAwait(false);
        var applied = new List<AppliedMigration>();
        if (columns.Count == 0) return applied;
        var command = new NpgsqlCommand($"SELECT version, {Column("name", "text")}, {Column("statements", "text[]")} FROM {Table}", connection);
        await using (command.ConfigureAwait(false))
        {
            var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var rowsScope = rows.ConfigureAwait(false);
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                applied.Add(new(
                    rows.GetString(0),
                    rows.IsDBNull(1) ? null : rows.GetString(1),
                    rows.IsDBNull(2) ? null : rows.GetFieldValue<string?[]>(2).Select(statement => statement ?? "").ToArray()));
            }
        }

        applied.Sort((left, right) => string.CompareOrdinal(left.Version, right.Version));
        return applied;

        string Column(string name, string type) => columns.Contains(name) ? name : $"NULL::{type}";
    }

    /// <summary>Makes what is missing of the table: a role that may not create schemas can do without where all is there.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, cancellationToken).ConfigureAwait(false);
        if (columns.Contains("name") && columns.Contains("statements")) return;
        await InTurnAsync(
            connection,
            [
                "CREATE SCHEMA IF NOT EXISTS supabase_migrations",
                $"CREATE TABLE IF NOT EXISTS {Table} (version text NOT NULL PRIMARY KEY)",
                $"ALTER TABLE {Table} ADD COLUMN IF NOT EXISTS statements text[]",
                $"ALTER TABLE {Table} ADD COLUMN IF NOT EXISTS name text",
            ],
            cancellationToken).ConfigureAwait(false);
    }

    public static Task InsertAsync(NpgsqlConnection connection, AppliedMigration row, CancellationToken cancellationToken)
        => WriteAsync(connection, $"INSERT INTO {Table} (version, name, statements) VALUES ($1, $2, $3)", row, cancellationToken);

    /// <summary>The same, in place of a row of that version.</summary>
    public static Task UpsertAsync(NpgsqlConnection connection, AppliedMigration row, CancellationToken cancellationToken)
        => WriteAsync(
            connection,
            $"INSERT INTO {Table} (version, name, statements) VALUES ($1, $2, $3) ON CONFLICT (version) DO UPDATE SET name = EXCLUDED.name, statements = EXCLUDED.statements",
            row,
            cancellationToken);

    public static async Task DeleteAsync(NpgsqlConnection connection, IReadOnlyList<string> versions, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand($"DELETE FROM {Table} WHERE version = ANY ($1)", connection) { Parameters = { new() { Value = versions.ToArray() } } };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static Task TruncateAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync($"TRUNCATE {Table}", cancellationToken);

    /// <summary>The hashes of the seeds that were run, by the name that the CLI gives them; none where there is no table.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadSeedsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await OidAsync(connection, Seeds, cancellationToken).ConfigureAwait(false) is null) return hashes;
        using var command = new NpgsqlCommand($"SELECT path, hash FROM {Seeds}", connection);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rowsScope = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) hashes[rows.GetString(0)] = rows.GetString(1);
        return hashes;
    }

    public static async Task CreateSeedsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await OidAsync(connection, Seeds, cancellationToken).ConfigureAwait(false) is not null) return;
        await InTurnAsync(
            connection,
            ["CREATE SCHEMA IF NOT EXISTS supabase_migrations", $"CREATE TABLE IF NOT EXISTS {Seeds} (path text NOT NULL PRIMARY KEY, hash text NOT NULL)"],
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task RecordSeedAsync(NpgsqlConnection connection, string name, string hash, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand($"INSERT INTO {Seeds} (path, hash) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET hash = EXCLUDED.hash", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = hash } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, string sql, AppliedMigration row, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new() { Value = row.Version },
                new() { Value = row.Name ?? "" },
                new() { Value = row.Statements?.ToArray() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits as long for another's lock as the CLI does.</summary>
    private static async Task InTurnAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        await connection.ExecuteEachAsync(["SET LOCAL lock_timeout = '4s'", .. statements], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlySet<string>> ColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"""
             SELECT coalesce(pg_catalog.array_agg(attname::text), ARRAY[]::text[]) FROM pg_catalog.pg_attribute
             WHERE attrelid = pg_catalog.to_regclass('{Table}') AND attnum > 0 AND NOT attisdropped
             """,
            connection);
        return ((string[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!).ToHashSet();
    }

    private static async Task<object?> OidAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand($"SELECT pg_catalog.to_regclass('{table}')::oid", connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is { } oid and not DBNull ? oid : null;
    }
}
