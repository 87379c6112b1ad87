using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0023: columns that sound like secrets, health or identity, in a table that the Data API serves whole.</summary>
internal sealed class SensitiveColumnsExposed : ComplianceCheck
{
    public override string Name => "sensitive_columns_exposed";

    public override FindingSeverity Severity => FindingSeverity.Error;

    // Whole names, with - for _ and in any case: a part of a name would catch token_count and treatment_plan_url.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT t.name, t.readers, t.columns
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, {LintSql.ReadBy} AS readers,
                     (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum)
                      FROM pg_catalog.pg_attribute a
                      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                        AND replace(lower(a.attname), '-', '_') = ANY (ARRAY[{SensitiveNames.AsLiterals}])) AS columns
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND {LintSql.IsExposed} AND {UserObjects.IsNoMember("pg_class", "c.oid")}) t
        WHERE t.readers IS NOT NULL AND t.columns IS NOT NULL
        ORDER BY t.nspname, t.relname
        """,
        row => Finding(
            row.GetString(0),
            $"Row-level security is off, {row.GetString(1)} may read the table over the Data API, and by their names its columns {row.GetString(2)} are sensitive.",
            "Enable row-level security, or keep these columns in a schema that the Data API does not serve.",
            $"ALTER TABLE {row.GetString(0)} ENABLE ROW LEVEL SECURITY;"),
        cancellationToken);
}
