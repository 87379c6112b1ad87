using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Tables with row-level security: whom it shows which rows depends on the role that asks.</summary>
internal sealed class RowSecurityPresence : SchemaCheck
{
    public override string Name => "row_security";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts)
    {
        var policies = database.Policies.Select(policy => policy.Table).ToLookup(table => table);
        return database.Tables.Where(table => table.HasRowSecurity && facts.IsChosen(table)).Select(table => policies.Contains(table.QualifiedName)
            ? Finding(
                FindingSeverity.Information, table.ToString(),
                $"Row-level security is on ({policies[table.QualifiedName].Count()} policies{(table.ForcesRowSecurity ? ", for the owner too" : "")}), and comes along: roles that the destination's application uses see what its policies let them.",
                "Connect the application as a role that the policies mean, and look whether it finds its rows.")
            : Finding(
                FindingSeverity.Warning, table.ToString(), "Row-level security is on and there is no policy: nobody but the owner and roles that bypass it sees a row.",
                "Make policies, or let the application connect as the owner."));
    }
}
