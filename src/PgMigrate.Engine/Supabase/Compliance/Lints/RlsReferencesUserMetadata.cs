using System.Text.RegularExpressions;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0015: a policy trusts what users write about themselves.</summary>
internal sealed partial class RlsReferencesUserMetadata : ComplianceCheck
{
    public override string Name => "rls_references_user_metadata";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var policies = await PolicyExpressions.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from policy in policies
               where UserMetadata().IsMatch(policy.Expressions)
               select Finding(
                   policy.Subject,
                   "The policy decides by the user's metadata, which every user can change for himself.",
                   "Decide by app_metadata, or by a table that users may not write."),
        ];
    }

    // The claim in the token, or the column of auth.users that it comes from.
    [GeneratedRegex(@"(auth\.jwt\(\)|request\.jwt).*'user_metadata|\braw_user_meta_data\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex UserMetadata();
}
