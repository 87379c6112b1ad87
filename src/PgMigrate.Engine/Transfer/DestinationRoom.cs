using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Makes sure that a whole database has room at the destination: nothing is there, or what stands in the way is dropped.</summary>
internal static class DestinationRoom
{
    /// <summary>Refuses a destination in which a user has made something; what its host has made is no reason.</summary>
    /// <exception cref="MigrationException">DestinationNotEmpty.</exception>
    public static async Task RequireEmptyAsync(Destination destination, DatabaseEndpoint endpoint, HostProfile host, CancellationToken cancellationToken)
    {
        const string Sql = """
            WITH own AS (
                SELECT oid, nspname FROM pg_catalog.pg_namespace
                WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'pgmigrate') AND NOT nspname = ANY ($1)
            ), found (classid, objid, name) AS (
                SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, n.nspname || '.' || c.relname
                FROM pg_catalog.pg_class c JOIN own n ON n.oid = c.relnamespace WHERE c.relkind NOT IN ('i', 'I', 't')
                UNION ALL
                SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, n.nspname || '.' || p.proname || '()'
                FROM pg_catalog.pg_proc p JOIN own n ON n.oid = p.pronamespace
                UNION ALL
                SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, n.nspname || '.' || t.typname
                FROM pg_catalog.pg_type t JOIN own n ON n.oid = t.typnamespace WHERE t.typrelid = 0 AND t.typelem = 0
                UNION ALL
                SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, n.nspname FROM own n WHERE n.nspname <> 'public'
            )
            SELECT f.name FROM found f
            WHERE NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend d WHERE d.classid = f.classid AND d.objid = f.objid AND d.deptype = 'e')
            ORDER BY f.name LIMIT 4
            """;
        var names = await destination.UseAsync(connection => ReadAsync(connection, Sql, host, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (names.Count == 0) return;
        throw new MigrationException(
            "DestinationNotEmpty",
            MigrationErrorCategory.ResourceExists,
            $"The destination is not empty: it has {string.Join(", ", names.Take(3))}{(names.Count > 3 ? " and more" : "")}.")
        {
            Subject = endpoint.ToString(),
            Remedy = "Use an empty database, let -Clean drop what will be created, or let -Force add to what is there.",
        };
    }

    /// <summary>
    /// Drops what the entries will make, in the reverse order, and notes it in the journal: a run that resumes must not drop what it has made.
    /// </summary>
    public static async Task CleanAsync(
        Destination destination, RunLedger ledger, IReadOnlyList<TocEntry> entries, bool ifExists, CancellationToken cancellationToken)
    {
        var waiting = entries.Where(entry => DropStatements.Of(entry, ifExists) is not null && !ledger.IsPrepared(entry)).Reverse().ToList();
        foreach (var some in EntryTransactions.Of(waiting))
        {
            var checkpoints = some.Select(entry => EntryRestore.Checkpoint(entry) with { Chunk = ChunkBounds.Whole with { Number = 0 } }).ToList();
            await destination.Journal.PlanAsync(ledger.RunId, checkpoints, cancellationToken).ConfigureAwait(false);
            await EntryRestore.ApplyAsync(
                destination, ledger.RunId, [.. some.Select(entry => DropStatements.Of(entry, ifExists)!)], checkpoints,
                (error, index) => NotDropped(some[index], error), cancellationToken).ConfigureAwait(false);
        }
    }

    private static MigrationException NotDropped(TocEntry entry, PostgresException error) => new(
        "ObjectNotDropped", MigrationErrorCategory.InvalidOperation, $"{entry} could not be dropped: {error.MessageText}.", error)
    {
        Subject = entry.ToString(),
        Remedy = error.SqlState == PostgresErrorCodes.DependentObjectsStillExist
            ? "Drop what depends on it first, which the source does not have."
            : "Add -IfExists where not all of it is there, or drop by hand what stands in the way.",
        SqlState = error.SqlState,
        Detail = error.Detail,
        Hint = error.Hint,
    };

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql, HostProfile host, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = host.Schemas.ToArray() } } };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) names.Add(reader.GetString(0));
        }

        return names;
    }
}
