using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0018: a column holds catalog numbers that pg_upgrade cannot carry over.</summary>
internal sealed class UnsupportedRegTypes : ComplianceCheck
{
    public override string Name => "unsupported_reg_types";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Supabase];

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync("""
        SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname), format_type(a.atttypid, a.atttypmod)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_type element ON element.oid = t.typelem AND element.typarray = t.oid
        WHERE c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped
          AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgsodium')
          AND coalesce(element.oid, t.oid) = ANY (ARRAY['regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper', 'regoperator',
                                                        'regproc', 'regprocedure']::regtype[]::oid[])
        ORDER BY n.nspname, c.relname, a.attnum
        """,
        row => Finding(
            row.GetString(0),
            $"The column is of type {row.GetString(1)}, which pg_upgrade refuses, so that the server cannot be upgraded in place.",
            "Keep the object's name as text instead."),
        cancellationToken);
}
