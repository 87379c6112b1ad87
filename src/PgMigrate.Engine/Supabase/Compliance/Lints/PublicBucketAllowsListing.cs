using System.Text.RegularExpressions;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0025: a public bucket whose files anyone can list, not only fetch by name.</summary>
internal sealed partial class PublicBucketAllowsListing : ComplianceCheck
{
    public override string Name => "public_bucket_allows_listing";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var hasStorage = await session.QueryAsync("""
            SELECT FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = to_regclass('storage.buckets') AND a.attname = 'public' AND to_regclass('storage.objects') IS NOT NULL
            """, _ => true, cancellationToken).ConfigureAwait(false);
        if (hasStorage.Count == 0) return [];

        var buckets = await session.QueryAsync(
            "SELECT b.id FROM storage.buckets b WHERE b.public ORDER BY b.id", row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        if (buckets.Count == 0) return [];

        var policies = await ReadPoliciesAsync(session, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from bucket in buckets
               let open = policies.Where(policy => Lists(policy.Condition, bucket)).ToList()
               where open.Count > 0
               select Finding(
                   bucket,
                   $"Anyone can list the public bucket's files by the policies {string.Join(", ", open.Select(policy => SqlText.Name(policy.Name)))} of storage.objects.",
                   "Drop the policies: a public bucket serves its files by their addresses without any.",
                   string.Join(' ', open.Select(policy => $"DROP POLICY {SqlText.Name(policy.Name)} ON storage.objects;"))),
        ];
    }

    private static Task<List<(string Name, string? Condition)>> ReadPoliciesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync("""
        SELECT o.polname::text, pg_get_expr(o.polqual, o.polrelid)
        FROM pg_catalog.pg_policy o
        WHERE o.polrelid = to_regclass('storage.objects') AND o.polcmd IN ('r', '*') AND o.polpermissive
          AND (0 = ANY (o.polroles) OR EXISTS (
              SELECT FROM pg_catalog.pg_roles r WHERE r.oid = ANY (o.polroles) AND r.rolname IN ('anon', 'authenticated')))
        ORDER BY o.polname
        """,
        row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
        cancellationToken);

    /// <summary>Whether the condition asks for nothing but the bucket, or for nothing at all.</summary>
    private static bool Lists(string? condition, string bucket)
    {
        // Without a condition a policy lets nobody in.
        if (condition is null) return false;
        if (AlwaysTrue().IsMatch(condition)) return true;
        var match = BucketOnly().Match(condition);
        return match.Success && match.Groups["id"].Value.Replace("''", "'", StringComparison.Ordinal) == bucket;
    }

    [GeneratedRegex(@"^[\s(]*true[\s)]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex AlwaysTrue();

    [GeneratedRegex(@"^[\s(]*bucket_id\s*=\s*'(?<id>([^']|'')*)'(::[\w\s.]+)?[\s)]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex BucketOnly();
}
