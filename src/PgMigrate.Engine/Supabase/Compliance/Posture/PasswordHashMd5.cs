using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Passwords that were set while password_encryption was md5.</summary>
internal sealed class PasswordHashMd5 : ComplianceCheck
{
    public override string Name => "password_hash_md5";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var mayRead = await session.QueryAsync(
            "SELECT has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT')", row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        return mayRead[0]
            ? await ReadAsync(session, cancellationToken).ConfigureAwait(false)
            : [NotChecked("pg_authid", "Only a superuser may see how the roles' passwords are kept.", "Ask who runs the server whether any role's password is still an MD5 hash.")];
    }

    private Task<List<AssessmentFinding>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        "SELECT r.rolname::text FROM pg_catalog.pg_authid r WHERE r.rolcanlogin AND r.rolpassword ~ '^md5[0-9a-f]{32}$' ORDER BY r.rolname",
        row => Finding(
            row.GetString(0),
            "The role's password is kept as an MD5 hash, which lets in whoever steals it.",
            "Set the password again while password_encryption is scram-sha-256."),
        cancellationToken);
}
