using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The server lets programs in that do not encrypt.</summary>
internal sealed class TlsNotEnforced : ComplianceCheck
{
    public override string Name => "ssl_not_enforced";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var rules = await HbaRules.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        if (rules is null)
        {
            return [NotChecked(
                "pg_hba.conf",
                "Whether the server refuses connections that are not encrypted is not checkable over SQL as this role.",
                "Look in the host's dashboard for SSL enforcement; on Supabase, -Token asks its API.")];
        }

        return
        [
            .. from rule in rules
               where rule.Type is "host" or "hostnossl"
               select Finding(rule.Rule, "The rule lets programs in that do not encrypt.", "Write hostssl in the rule's place, and reload the configuration."),
        ];
    }
}
