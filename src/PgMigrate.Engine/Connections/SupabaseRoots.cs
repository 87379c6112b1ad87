using System.Security.Cryptography.X509Certificates;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// The two roots that sign the certificates of Supabase's databases and poolers. Both are named "Supabase Root 2021 CA": one is valid
/// from 2021 to 2031, the other from 2025 to 2035. Published by Supabase with its command line (prod-ca-2021.crt, prod-ca-2025.crt).
/// </summary>
internal static class SupabaseRoots
{
    private const string Resource = "PgMigrate.Engine.Connections.supabase-roots.pem";

    public static X509Certificate2Collection Load()
    {
        using var stream = typeof(SupabaseRoots).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the engine.");
        using var reader = new StreamReader(stream);
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(reader.ReadToEnd());
        return roots;
    }
}
