using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// Reads how much has been written to a database. A server's sessions tell their statistics when they end, and between transactions once a second
/// at most; what is left over then, after ten seconds of idleness (PostgreSQL 15, pgstat.c, PGSTAT_MIN_INTERVAL and PGSTAT_IDLE_INTERVAL), before
/// PostgreSQL 15 with their next transaction. There the statistics are read from files that may be half a second old besides (pgstat.c,
/// PGSTAT_STAT_INTERVAL), and new ones are waited for.
/// </summary>
internal static class WriteMarks
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>How old a file of statistics may be before PostgreSQL 15, and a little more.</summary>
    private static readonly TimeSpan StatisticsAge = TimeSpan.FromMilliseconds(600);

    /// <param name="database">The database.</param>
    /// <param name="includes">The tables that matter; rows of partitions count as their table's and as their own.</param>
    /// <param name="observer">Hears of the connection.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public static async Task<WriteMark> ReadAsync(
        DatabaseEndpoint database, Func<QualifiedName, bool> includes, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (database.Kind == DatabaseKind.Sqlite) return new(null, SqliteFile.StateOf(database.Database));
        return await OneConnection.UseAsync(
            database, observer,
            async connection =>
            {
                if (!await IsCountedAsync(connection, cancellationToken).ConfigureAwait(false)) return new(null, null);
                if (connection.PostgreSqlVersion.Major < 15) await AwaitStatisticsAsync(connection, cancellationToken).ConfigureAwait(false);
                return await ReadAsync(connection, includes, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the server counts what everybody writes. With track_counts off it does not, nor does a standby what it replays: the statistics would say that nothing was written.</summary>
    private static async Task<bool> IsCountedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT NOT pg_catalog.pg_is_in_recovery() AND pg_catalog.current_setting('track_counts')::boolean AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c
                WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
                  AND CASE WHEN c LIKE 'track\_counts=%' THEN NOT pg_catalog.split_part(c, '=', 2)::boolean ELSE false END)
            """;
        using var command = new NpgsqlCommand(Sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    /// <summary>
    /// Waits until no file of before now is taken for current any more. The snapshot's time alone does not tell: it is the server's file's, which is
    /// written anew with the file of any one database, and not that of this database's file.
    /// </summary>
    private static async Task AwaitStatisticsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.clock_timestamp()", connection);
        var asked = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(StatisticsAge, cancellationToken).ConfigureAwait(false);
        command.CommandText = "SELECT pg_catalog.pg_stat_get_snapshot_timestamp() > $1";
        command.Parameters.Add(new() { Value = asked });
        while (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is false) await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<WriteMark> ReadAsync(NpgsqlConnection connection, Func<QualifiedName, bool> includes, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT s.schemaname, s.relname, rn.nspname, r.relname, s.n_tup_ins + s.n_tup_upd + s.n_tup_del, pg_catalog.pg_relation_filenode(s.relid)::bigint
            FROM pg_catalog.pg_stat_user_tables s
            JOIN pg_catalog.pg_class r ON r.oid = coalesce(pg_catalog.pg_partition_root(s.relid), s.relid)
            JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
            WHERE s.schemaname <> 'pgmigrate'
            """;
        var (written, storage) = (new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        using var command = new NpgsqlCommand(Sql, connection);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (own, root) = (new QualifiedName(rows.GetString(0), rows.GetString(1)), new QualifiedName(rows.GetString(2), rows.GetString(3)));
            if (!includes(own) && !includes(root)) continue;
            written[own.ToString()] = rows.GetInt64(4);
            if (!rows.IsDBNull(5)) storage[own.ToString()] = rows.GetInt64(5);
        }

        return new(written, null, storage);
    }
}
