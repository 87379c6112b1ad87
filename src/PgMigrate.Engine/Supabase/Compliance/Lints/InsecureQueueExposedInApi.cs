using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0019: a queue of pgmq without row-level security, while the Data API serves queues.</summary>
internal sealed class InsecureQueueExposedInApi : ComplianceCheck
{
    public override string Name => "insecure_queue_exposed_in_api";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT t.name, t.reachers
        FROM (SELECT c.relname, {LintSql.Relation} AS name, {LintSql.ReachedBy} AS reachers
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = 'pgmq' AND c.relname LIKE 'q\_%' AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
                AND 'pgmq_public' = ANY (string_to_array(current_setting('{LintSql.ExposedSetting}'), ','))) t
        WHERE t.reachers IS NOT NULL
        ORDER BY t.relname
        """,
        row => Finding(
            row.GetString(0),
            $"The Data API serves queues, and {row.GetString(1)} may reach every message of this one.",
            "Enable row-level security on the queue's table.",
            $"ALTER TABLE {row.GetString(0)} ENABLE ROW LEVEL SECURITY;"),
        cancellationToken);
}
