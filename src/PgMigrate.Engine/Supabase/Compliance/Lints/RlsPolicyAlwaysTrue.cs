using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0024: a policy lets anyone write. That everyone may read is often meant: see <see cref="RlsPolicyPublicRead"/>.</summary>
internal sealed class RlsPolicyAlwaysTrue : ComplianceCheck
{
    public override string Name => "rls_policy_always_true";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var policies = await PolicyExpressions.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from policy in policies
               where policy is { IsInForce: true, IsPermissive: true, ConcernsApi: true, Command: not 'r' }
               let clause = Clause(policy)
               where clause is not null
               select Finding(
                   policy.Subject,
                   $"The policy lets {string.Join(" and ", policy.Roles)} {policy.CommandName} any row: {clause}.",
                   "Write a condition that says whose row it is."),
        ];
    }

    private static string? Clause(TablePolicy policy) => (policy.UsesEverything, policy.ChecksNothing) switch
    {
        (true, true) => "neither USING nor WITH CHECK keeps anyone out",
        (true, false) => "its USING keeps nobody out",
        (false, true) => "its WITH CHECK keeps nothing out",
        _ => null,
    };
}
