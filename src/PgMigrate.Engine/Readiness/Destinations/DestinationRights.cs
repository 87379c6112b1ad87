using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Readiness;

/// <summary>What the destination's role may not do that a copy needs; what of single objects it may not make is found by trying.</summary>
internal sealed class DestinationRights : DestinationCheck
{
    /// <summary>A part of it is learned by trying the copy.</summary>
    public const string CheckName = "destination_rights";

    public override string Name => CheckName;

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var (role, database, maySchema, mayPublic) = (await destination.QueryAsync(
            """
            SELECT current_user::text, current_database()::text, pg_catalog.has_database_privilege(current_database(), 'CREATE'),
                   coalesce((SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = 'public'), true)
            """,
            row => (row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3)), cancellationToken).ConfigureAwait(false))[0];
        var findings = new List<AssessmentFinding>();
        if (!maySchema) findings.Add(Finding(
            FindingSeverity.Error, database, $"{role} may make no schema in the destination's database, neither the source's nor that of the journal.",
            $"Grant it, or keep the journal in a file with -JournalPath where all of it goes to schemas that are there.", $"GRANT CREATE ON DATABASE {SqlText.Name(database)} TO {SqlText.Name(role)};"));
        if (!mayPublic && facts.Entries.Any(entry => entry is { Namespace: "public", Section: TocSection.PreData })) findings.Add(Finding(
            FindingSeverity.Error, "public", $"{role} may make nothing in the destination's schema public.", "Grant it as the schema's owner, or as the database's owner from PostgreSQL 15 on.",
            $"GRANT USAGE, CREATE ON SCHEMA public TO {SqlText.Name(role)};"));
        if (facts.CanSkipTriggers == false) findings.Add(Finding(
            FindingSeverity.Information, "session_replication_role",
            $"{role} may not let triggers and foreign keys rest; a whole copy makes them after the rows and needs not to, rows alone (-DataOnly) go in the order of the foreign keys.",
            "Nothing is to be done for a whole copy.", destination.ServerVersion >= 150000 ? $"GRANT SET ON PARAMETER session_replication_role TO {SqlText.Name(role)};" : null));
        return findings;
    }
}
