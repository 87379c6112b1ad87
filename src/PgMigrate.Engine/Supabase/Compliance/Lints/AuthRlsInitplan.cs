using System.Text.RegularExpressions;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0003: a policy asks who the user is again for every row.</summary>
internal sealed partial class AuthRlsInitplan : PerformanceCheck
{
    public override string Name => "auth_rls_initplan";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var policies = await PolicyExpressions.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from policy in policies
               where policy.IsInForce
               let call = CallPerRow().Match(policy.Expressions)
               where call.Success
               select Finding(
                   policy.Subject,
                   $"The policy calls {call.Groups["name"].Value}() once for every row.",
                   $"Write it as (SELECT {call.Groups["name"].Value}(...)) in the policy, which is evaluated once for each statement."),
        ];
    }

    // Behind SELECT, whatever parentheses are between, the planner makes an InitPlan of it.
    [GeneratedRegex(@"(?<!\bSELECT\s[\s(]*)(?<![\w.""])(?<name>auth\.(uid|jwt|role|email)|current_setting)\(", RegexOptions.IgnoreCase)]
    private static partial Regex CallPerRow();
}
