using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Extensions that Render offers and Supabase does not (render.com/docs/postgresql-extensions; supabase/postgres, supautils' list).</summary>
internal sealed class HostExtension : SchemaCheck
{
    private static readonly string[] RenderOnly =
    [
        "adminpack", "amcheck", "file_fdw", "intagg", "lo", "old_snapshot", "pageinspect", "pg_duckdb", "pg_freespacemap", "pg_ivm", "pg_similarity", "pg_surgery", "pg_visibility",
    ];

    private static readonly string[] SupabaseOnly =
    [
        "http", "hypopg", "index_advisor", "pg_cron", "pg_graphql", "pg_net", "pg_tle", "pgjwt", "pgmq", "pgroonga", "pgsodium", "plv8", "rum", "supabase_vault", "wrappers",
    ];

    public override string Name => "host_extension";

    public override bool Concerns(ReadinessFacts facts) => base.Concerns(facts) && facts.DestinationHost.Host is DatabaseProvider.Supabase or DatabaseProvider.Render;

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts)
    {
        var (missing, other) = facts.DestinationHost.Host == DatabaseProvider.Supabase ? (RenderOnly, "Render") : (SupabaseOnly, "Supabase");
        return database.Extensions.Where(extension => missing.Contains(extension.Name) && !facts.SourceHost.Extensions.Contains(extension.Name)).Select(extension => Finding(
            FindingSeverity.Warning, extension.Name, $"{facts.DestinationHost.Name} does not offer the extension, which {other} does: what needs it can't come.",
            $"Do without it before the migration, or leave it and what needs it out with -ExcludeExtension {extension.Name}."));
    }
}
