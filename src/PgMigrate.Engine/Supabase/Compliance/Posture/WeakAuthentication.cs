using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The server lets programs in that prove nothing, or prove it badly.</summary>
internal sealed class WeakAuthentication : ComplianceCheck
{
    public override string Name => "weak_authentication";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var rules = await HbaRules.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        if (rules is null)
        {
            return [NotChecked(
                "pg_hba.conf",
                "How the server makes programs prove who they are is not checkable over SQL as this role.",
                "Ask who runs the server that no rule says trust, password, ident or md5.")];
        }

        return
        [
            .. from rule in rules
               let weakness = Weakness(rule.Method)
               where weakness is not null
               select Finding(rule.Rule, $"The rule {weakness}.", "Write scram-sha-256 or cert in the rule, and reload the configuration."),
        ];
    }

    private static string? Weakness(string method) => method switch
    {
        "trust" => "lets in whoever says a role's name",
        "ident" => "believes what the other machine says",
        "password" => "takes the password as it is, readable on the way",
        "md5" => "takes MD5 hashes, which are as good as the passwords themselves",
        _ => null,
    };
}
