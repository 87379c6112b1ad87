using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Tables of the source that another session holds, or waits to hold, so that nobody else can read them.</summary>
internal sealed class TableLocked : SourceCheck
{
    public override string Name => "table_locked";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var locks = await source.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text, l.pid, l.granted, coalesce(a.usename::text, '?'), coalesce(nullif(a.application_name, ''), 'an unnamed application')
            FROM pg_catalog.pg_locks l
            JOIN pg_catalog.pg_class c ON c.oid = l.relation
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid()
                AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                AND c.relkind IN ('r', 'p') AND {UserRelations.Condition}
            ORDER BY 1, 2, 3
            """,
            row => (Name: new QualifiedName(row.GetString(0), row.GetString(1)), Pid: row.GetInt32(2), IsGranted: row.GetBoolean(3), Role: row.GetString(4), Application: row.GetString(5)),
            cancellationToken).ConfigureAwait(false);
        return locks.Where(one => facts.IsChosen(one.Name)).Select(one => Finding(
            FindingSeverity.Warning, one.Name.ToString(),
            $"{one.Application} of {one.Role} (process {one.Pid}) {(one.IsGranted ? "holds the table" : "waits to hold the table")}, so that a copy can't read it.",
            "Let it end before the migration; -LockTimeout of the copy says how long to wait for it."));
    }
}
