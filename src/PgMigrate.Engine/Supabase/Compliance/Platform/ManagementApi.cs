using System.Security;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>
/// Asks Supabase's Management API: 120 requests a minute for a project, and X-RateLimit-Reset says in how many seconds there are new ones
/// (Management API reference, Rate limits).
/// </summary>
internal sealed class ManagementApi : IDisposable
{
    private readonly HostApi api;

    /// <exception cref="MigrationException">ApiAddressNotSecure, or TokenRefused: it holds what no token has.</exception>
    public ManagementApi(Uri address, SecureString token, IMigrationObserver observer) => api = new(address, token, new ManagementApiErrors(), observer);

    /// <summary>The document at the path.</summary>
    /// <exception cref="MigrationException">TokenRefused, TokenNotAllowed, ProjectNotFound or ManagementApiFailed.</exception>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) => api.GetAsync(path, cancellationToken);

    public void Dispose() => api.Dispose();
}
