using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Nothing records who read or changed what.</summary>
internal sealed class AuditLogMissing : ComplianceCheck
{
    public override string Name => "audit_log_missing";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    // Supabase sets pgaudit.log for roles, and pgaudit.role audits by object.
    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var states = await session.QueryAsync("""
            SELECT EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = 'pgaudit'),
                   EXISTS (
                       SELECT FROM (SELECT current_setting('pgaudit.log', true)
                                    UNION ALL SELECT nullif(current_setting('pgaudit.role', true), '')
                                    UNION ALL SELECT substr(s, strpos(s, '=') + 1)
                                              FROM pg_catalog.pg_db_role_setting d, unnest(d.setconfig) s
                                              WHERE (s LIKE 'pgaudit.log=%' OR s LIKE 'pgaudit.role=%')
                                                AND d.setdatabase IN (0, (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = current_database()))) v (value)
                       WHERE lower(trim(v.value)) NOT IN ('', 'none'))
            """, row => (IsInstalled: row.GetBoolean(0), IsSet: row.GetBoolean(1)), cancellationToken).ConfigureAwait(false);
        return states[0] switch
        {
            { IsInstalled: false } => [Finding(
                "pgaudit",
                "The extension pgaudit is not installed, so that nothing records who read or changed which rows.",
                "Create the extension, and set pgaudit.log for the roles whose statements count.",
                "CREATE EXTENSION pgaudit;")],
            { IsSet: false } => [Finding(
                "pgaudit.log",
                "The extension pgaudit is installed, and neither pgaudit.log nor pgaudit.role tells it to record anything.",
                "Set pgaudit.log for the roles whose statements count.",
                "ALTER ROLE postgres SET pgaudit.log = 'write, ddl, role';")],
            _ => [],
        };
    }
}
