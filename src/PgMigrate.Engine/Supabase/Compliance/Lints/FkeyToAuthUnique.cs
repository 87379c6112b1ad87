using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0021: a foreign key to a unique constraint of the schema auth, which the platform may change.</summary>
internal sealed class FkeyToAuthUnique : ComplianceCheck
{
    public override string Name => "fkey_to_auth_unique";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Supabase];

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}, k.conname::text, format('%I.%I', auth.nspname, target.relname)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class target ON target.oid = k.confrelid
        JOIN pg_catalog.pg_namespace auth ON auth.oid = target.relnamespace AND auth.nspname = 'auth'
        JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND i.indisunique AND NOT i.indisprimary
        WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname <> 'auth'
        ORDER BY n.nspname, c.relname, k.conname
        """,
        row => Finding(
            row.GetString(0),
            $"The foreign key {SqlText.Name(row.GetString(1))} refers to a unique constraint of {row.GetString(2)}, which is the platform's to change.",
            "Refer to the table's primary key instead.",
            $"ALTER TABLE {row.GetString(0)} DROP CONSTRAINT {SqlText.Name(row.GetString(1))};"),
        cancellationToken);
}
