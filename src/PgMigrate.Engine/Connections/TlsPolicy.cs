using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PgMigrate.Engine.Connections;

/// <summary>What encryption a connection must have, and whom its certificate must come from.</summary>
internal sealed record TlsPolicy(SslRequirement Mode, X509Certificate2Collection Roots)
{
    /// <summary>Whether the server's certificate is checked.</summary>
    public bool VerifiesCertificate => Mode >= SslRequirement.VerifyCA;

    /// <summary>
    /// What the endpoint says; else, off the loopback, encryption, and the check of the certificate where there is a root to check it
    /// against: a file, or Supabase's own roots for Supabase's hosts.
    /// </summary>
    public static TlsPolicy For(DatabaseEndpoint endpoint)
    {
        var usesSystemRoots = endpoint.RootCertificate == SslModes.SystemRoots;
        var isSupabase = endpoint.Provider == DatabaseProvider.Supabase && endpoint.RootCertificate is null;
        var roots = usesSystemRoots ? []
            : endpoint.RootCertificate is { } file ? Load(file, endpoint)
            : isSupabase ? SupabaseRoots.Load()
            : new X509Certificate2Collection();
        var byDefault = roots.Count > 0 || usesSystemRoots ? SslRequirement.VerifyFull
            : endpoint.Hosts.All(EndpointRecognition.IsLoopback) ? SslRequirement.Prefer
            : SslRequirement.Require;
        return new TlsPolicy(endpoint.SslMode ?? byDefault, roots);
    }

    /// <summary>What the user should know about the endpoint's encryption; null where there is nothing.</summary>
    public static string? Warning(DatabaseEndpoint endpoint)
        => endpoint.SslMode is { } mode and < SslRequirement.Require
            && endpoint.Provider is not DatabaseProvider.Local
            && endpoint.Route != ConnectionRoute.Internal
            && !endpoint.Hosts.All(EndpointRecognition.IsLoopback)
            ? $"sslmode={SslModes.Libpq(mode)} lets the password and the rows travel to {endpoint.Host} unencrypted: use "
                + "sslmode=require or verify-full."
            : null;

    private static X509Certificate2Collection Load(string file, DatabaseEndpoint endpoint)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            if (roots.Count > 0) return roots;
            throw new CryptographicException("The file holds no certificate.");
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new MigrationException(
                "RootCertificateNotReadable",
                MigrationErrorCategory.ObjectNotFound,
                $"The root certificate '{file}' of the endpoint cannot be read.",
                failure)
            {
                Subject = endpoint.ToString(),
                Remedy = "Name a file with certificates in PEM form in sslrootcert, or leave sslrootcert out.",
            };
        }
    }
}
