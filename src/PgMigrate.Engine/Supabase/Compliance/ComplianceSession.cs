using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The database under test, with what its checks need to know beforehand.</summary>
internal sealed class ComplianceSession : IAsyncDisposable
{
    private readonly AssessmentSession session;

    private ComplianceSession(AssessmentSession session) => this.session = session;

    public DatabaseEndpoint Endpoint => session.Endpoint;

    /// <summary>Whether what this session says and hears is encrypted on its way to the server, or to the pooler before it.</summary>
    public bool IsEncrypted => session.Connector.EncryptedStream is not null;

    /// <summary>Whether this session made sure of whom it talks to.</summary>
    public bool VerifiesServer => session.Connector.VerifiesCertificate;

    /// <summary>Whether the database is a Supabase project's.</summary>
    public bool IsSupabase { get; private set; }

    public static async Task<ComplianceSession> OpenAsync(
        ComplianceRequest request, SupabaseProject? project, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var opened = await AssessmentSession.OpenAsync(request.Database, observer, cancellationToken).ConfigureAwait(false);
        try
        {
            var session = new ComplianceSession(opened);
            await session.PrepareAsync(request, project, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The check's findings. What the role may not look at is a finding too, and stops no other check.</summary>
    public async Task<IReadOnlyList<AssessmentFinding>> RunAsync(ComplianceCheck check, CancellationToken cancellationToken)
    {
        await session.SaveAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await check.RunAsync(session.Catalog, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException refused) when (AssessmentSession.IsRefusal(refused))
        {
            await session.TakeBackAsync(cancellationToken).ConfigureAwait(false);
            return [session.NotPermitted(check.Name, refused)];
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task PrepareAsync(ComplianceRequest request, SupabaseProject? project, CancellationToken cancellationToken)
    {
        // Before the session's own settings, so that what the role has for pgrst.db_schemas counts.
        var exposed = request.ExposedSchemas.Count > 0 ? request.ExposedSchemas
            : project?.ExposedSchemas ?? await ExposedSchemas.ReadAsync(session.Catalog, cancellationToken).ConfigureAwait(false);
        session.Connector.Observer.Verbose($"The Data API serves the schemas {string.Join(", ", exposed)}.");
        await session.BeginAsync(cancellationToken).ConfigureAwait(false);
        await session.Catalog.ExecuteAsync(
            $"SELECT pg_catalog.set_config('{LintSql.ExposedSetting}', {SqlText.Literal(string.Join(',', exposed))}, true)", cancellationToken).ConfigureAwait(false);
        var host = await HostRecognition.OfAsync(session.Connection, Endpoint, cancellationToken).ConfigureAwait(false);
        IsSupabase = host.Host == DatabaseProvider.Supabase;
    }
}
