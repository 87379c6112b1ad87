using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The connection that the test itself made is not encrypted: so would be that of every program with the same URL.</summary>
internal sealed class ConnectionNotEncrypted(ComplianceSession connection) : ComplianceCheck
{
    public override string Name => "connection_not_encrypted";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    // Seen from this side: behind a pooler the server knows only the pooler's own connection.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
        => Task.FromResult<List<AssessmentFinding>>(connection.IsEncrypted || connection.Endpoint.Hosts[0].IsSocket
            ? []
            : [Finding(connection.Endpoint.ToString(), "The connection is not encrypted.", "Write sslmode=verify-full into the URL, and give the server a certificate.")]);
}
