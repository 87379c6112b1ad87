using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>Runs SQL on an endpoint, each call on a connection of its own.</summary>
internal static class Sql
{
    public static async Task<NpgsqlConnection> OpenAsync(DatabaseEndpoint endpoint)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = endpoint.Host,
            Port = endpoint.Port,
            Database = endpoint.Database,
            Username = endpoint.Username,
            Password = endpoint.Password,
            Pooling = false,
            IncludeErrorDetail = true,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one or more statements, in one transaction, and returns the number of rows that they changed.</summary>
    public static async Task<int> ExecuteAsync(DatabaseEndpoint endpoint, string sql)
    {
        await using var connection = await OpenAsync(endpoint);
        return await connection.ExecuteScriptAsync(sql, CancellationToken.None);
    }

    /// <summary>The first column of the first row; the type's default where there is no row or it is NULL.</summary>
    public static async Task<T?> ScalarAsync<T>(DatabaseEndpoint endpoint, string sql)
    {
        await using var connection = await OpenAsync(endpoint);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default;
    }

    /// <summary>Every row, NULL as null.</summary>
    public static async Task<IReadOnlyList<object?[]>> RowsAsync(DatabaseEndpoint endpoint, string sql)
    {
        await using var connection = await OpenAsync(endpoint);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }
}
