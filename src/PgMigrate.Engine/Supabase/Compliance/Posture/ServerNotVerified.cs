using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The connection is encrypted, but to whomever answered.</summary>
internal sealed class ServerNotVerified(ComplianceSession connection) : ComplianceCheck
{
    public override string Name => "server_not_verified";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
        => Task.FromResult<List<AssessmentFinding>>(!connection.IsEncrypted || connection.VerifiesServer
            ? []
            : [Finding(connection.Endpoint.ToString(), "The server's certificate is not verified, so that somebody between could answer in its place.", "Write sslmode=verify-full into the URL.")]);
}
