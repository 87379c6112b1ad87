using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Looks for roles with a power that only the platform's own need.</summary>
internal abstract class PowerfulRoleCheck : ComplianceCheck
{
    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa, ComplianceStandard.Supabase];

    /// <summary>The condition on <c>r</c> (pg_roles).</summary>
    protected abstract string Condition { get; }

    protected abstract string What { get; }

    protected abstract string Attribute { get; }

    // The server's first role has OID 10 and cannot be without its power.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT r.rolname::text, r.rolcanlogin
        FROM pg_catalog.pg_roles r
        WHERE {Condition} AND r.oid <> 10 AND r.rolname !~ '^pg_'
          AND r.rolname NOT IN ('supabase_admin', 'postgres', 'service_role', 'supabase_read_only_user', 'supabase_etl_admin')
        ORDER BY r.rolname
        """,
        row => Finding(
            row.GetString(0),
            $"The role {(row.GetBoolean(1) ? "may log in and" : "may not log in, but")} {What}.",
            "Take the power from it, unless a person answers for its use.",
            $"ALTER ROLE {SqlText.Name(row.GetString(0))} {Attribute};"),
        cancellationToken);
}
