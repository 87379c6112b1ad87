using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Tells hosts by what they make in every database, whatever the address says.</summary>
internal static class HostRecognition
{
    /// <summary>The host of the database that the connection reaches.</summary>
    public static async Task<HostProfile> OfAsync(NpgsqlConnection connection, DatabaseEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'supabase_admin')
                AND (SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname IN ('auth', 'storage', 'extensions')) = 3,
                EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'neon_superuser')
            """,
            connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return reader.GetBoolean(0) ? HostProfile.Supabase : reader.GetBoolean(1) ? HostProfile.Neon : HostProfile.Of(endpoint.Provider);
        }
    }

    /// <summary>The host that the entries were made at, which an archive does not say.</summary>
    public static HostProfile Of(IReadOnlyList<TocEntry> entries, DatabaseEndpoint endpoint)
    {
        var schemas = entries.Where(entry => entry.Desc == TocDesc.Schema && entry.Owner is "supabase_admin" or "postgres" or null).Select(entry => entry.Tag).ToHashSet();
        return schemas.Contains("auth") && schemas.Contains("storage") && schemas.Contains("extensions") ? HostProfile.Supabase : HostProfile.Of(endpoint.Provider);
    }
}
