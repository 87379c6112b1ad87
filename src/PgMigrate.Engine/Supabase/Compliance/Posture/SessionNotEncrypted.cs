using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Sessions of others whose connection is not encrypted. Behind a pooler it is the pooler's connection.</summary>
internal sealed class SessionNotEncrypted : ComplianceCheck
{
    public override string Name => "session_not_encrypted";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    // Who may not see others' sessions gets their addresses as NULL. A socket's session has none either.
    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var mayRead = await session.QueryAsync(
            "SELECT pg_has_role('pg_read_all_stats', 'USAGE')", row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        var findings = await session.QueryAsync("""
            SELECT coalesce(a.usename::text, 'unknown'), count(*), string_agg(DISTINCT host(a.client_addr), ', ')
            FROM pg_catalog.pg_stat_activity a
            JOIN pg_catalog.pg_stat_ssl s ON s.pid = a.pid
            WHERE NOT s.ssl AND a.client_addr IS NOT NULL AND a.datname = current_database() AND a.pid <> pg_backend_pid()
            GROUP BY a.usename
            ORDER BY a.usename
            """,
            row => Finding(
                row.GetString(0),
                $"{row.GetInt64(1)} sessions of the role from {row.GetString(2)} are not encrypted.",
                "Let its programs connect with sslmode=verify-full, and enforce TLS on the server."),
            cancellationToken).ConfigureAwait(false);
        if (!mayRead[0])
        {
            findings.Add(NotChecked(
                "pg_stat_ssl",
                "Only members of pg_read_all_stats see whether other roles' sessions are encrypted.",
                "Grant pg_read_all_stats to the role, or look as one that has it."));
        }

        return findings;
    }
}
