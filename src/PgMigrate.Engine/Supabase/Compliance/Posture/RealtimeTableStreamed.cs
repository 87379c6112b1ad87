using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Tables whose changes Supabase Realtime sends to browsers.</summary>
internal sealed class RealtimeTableStreamed : ComplianceCheck
{
    public override string Name => "realtime_table_streamed";

    public override FindingSeverity Severity => FindingSeverity.Information;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync("""
        SELECT format('%I.%I', t.schemaname, t.tablename)
        FROM pg_catalog.pg_publication_tables t
        WHERE t.pubname = 'supabase_realtime'
        ORDER BY t.schemaname, t.tablename
        """,
        row => Finding(
            row.GetString(0),
            "Supabase Realtime streams the table's changes to whom its policies let read; of a deleted row everyone gets the key.",
            "Take the table out of the publication where nobody listens to it.",
            $"ALTER PUBLICATION supabase_realtime DROP TABLE {row.GetString(0)};"),
        cancellationToken);
}
