using Npgsql;

namespace PgMigrate.Engine.Transfer;

/// <summary>Reads which publications a database has.</summary>
internal static class PublicationNames
{
    public static async Task<IReadOnlySet<string>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT coalesce(array_agg(pubname::text), '{}') FROM pg_catalog.pg_publication", connection);
        return ((string[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!).ToHashSet();
    }
}
