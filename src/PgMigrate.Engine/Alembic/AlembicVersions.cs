using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Alembic;

/// <summary>Reads at which revisions a database is: several where the project has branches.</summary>
internal static class AlembicVersions
{
    /// <summary>The revisions by name; none where there is no table of them. The role's own search path finds the table, as Alembic does.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        DatabaseEndpoint database, string table, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(database, new ConnectorOptions(), observer);
        await using var connectorEnd = connector.ConfigureAwait(false);
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionEnd = connection.ConfigureAwait(false);
        var session = await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false);
        try
        {
            return await session.QueryAsync(
                $"SELECT version_num::text FROM {Quoted(table)} ORDER BY 1", row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return [];
        }
    }

    private static string Quoted(string table)
    {
        var parts = table.Split('.', 2);
        return parts.Length == 2 ? SqlText.Qualified(parts[0], parts[1]) : SqlText.Identifier(table);
    }
}
