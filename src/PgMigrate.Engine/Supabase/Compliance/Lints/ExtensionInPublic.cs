using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0014: an extension whose objects lie among the user's own, where the Data API serves them.</summary>
internal sealed class ExtensionInPublic : ComplianceCheck
{
    public override string Name => "extension_in_public";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    // Its owner alone may not move what a trusted extension made as a superuser.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync("""
        SELECT e.extname::text,
               e.extrelocatable AND (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
        FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
        WHERE n.nspname = 'public' AND e.extname <> 'plpgsql'
        ORDER BY e.extname
        """,
        row => Finding(
            row.GetString(0),
            "The extension's objects lie in the schema public, where the Data API serves them.",
            row.GetBoolean(1) ? "Move it to a schema of its own." : "Drop it and create it again in a schema of its own, such as extensions, where nothing depends on it yet.",
            row.GetBoolean(1) ? $"ALTER EXTENSION {SqlText.Name(row.GetString(0))} SET SCHEMA extensions;" : null),
        cancellationToken);
}
