using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0022: an extension is older than what the server has.</summary>
internal sealed class ExtensionVersionsOutdated : ComplianceCheck
{
    public override string Name => "extension_versions_outdated";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    // A version that the server has no files of is what pg_upgrade left: there may be no way from it to another.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync("""
        SELECT e.extname::text, e.extversion, a.default_version
        FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
        WHERE e.extversion <> a.default_version
          AND EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v WHERE v.name = e.extname AND v.version = e.extversion)
        ORDER BY e.extname
        """,
        row => Finding(
            row.GetString(0),
            $"The extension is version {row.GetString(1)}, and the server has {row.GetString(2)}.",
            "Update the extension.",
            $"ALTER EXTENSION {SqlText.Name(row.GetString(0))} UPDATE;"),
        cancellationToken);
}
