using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>A policy lets anyone read every row. Supabase's linter passes it by, because it is often meant; health data never mean it.</summary>
internal sealed class RlsPolicyPublicRead : ComplianceCheck
{
    public override string Name => "rls_policy_public_read";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var policies = await PolicyExpressions.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from policy in policies
               where policy is { IsInForce: true, IsPermissive: true, ConcernsApi: true, Command: 'r', UsesEverything: true }
               select Finding(
                   policy.Subject,
                   $"The policy lets {string.Join(" and ", policy.Roles)} read every row.",
                   "Write a condition that says whose row it is, or make sure that the table holds nothing about a person."),
        ];
    }
}
