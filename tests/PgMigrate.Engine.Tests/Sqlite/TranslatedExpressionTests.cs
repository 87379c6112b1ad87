using System.Reflection;
using Npgsql;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>Every translation that <see cref="SqliteExpressionTests"/> expects, told to a real server.</summary>
public sealed class TranslatedExpressionTests(TestServers servers)
{
    [Fact]
    public async Task PostgreSQL_takes_every_condition_as_a_check()
    {
        await using var connection = await OpenAsync();
        var refused = new List<string>();
        foreach (var data in Pairs(nameof(SqliteExpressionTests.Translates_conditions)))
        {
            await TryAsync(connection, $"ALTER TABLE t ADD CHECK ({data[1]})", refused);
        }

        Assert.Empty(refused);
    }

    [Fact]
    public async Task PostgreSQL_takes_every_default_and_computes_it()
    {
        await using var connection = await OpenAsync();
        var refused = new List<string>();
        foreach (var data in Pairs(nameof(SqliteExpressionTests.Translates_defaults_to_the_column_s_type)))
        {
            await TryAsync(connection, $"ALTER TABLE t ALTER \"{data[0]}\" SET DEFAULT {data[2]}; INSERT INTO t DEFAULT VALUES", refused);
        }

        Assert.Empty(refused);
    }

    [Fact]
    public async Task PostgreSQL_takes_every_generated_column_s_expression()
    {
        await using var connection = await OpenAsync();
        var refused = new List<string>();
        foreach (var data in Pairs(nameof(SqliteExpressionTests.Translates_generated_columns)))
        {
            var type = SqliteExpressionTests.Columns.Single(column => column.Name == (string)data[0]!).Type;
            await TryAsync(connection, $"ALTER TABLE t ADD generated {type} GENERATED ALWAYS AS ({data[2]}) STORED; ALTER TABLE t DROP generated", refused);
        }

        Assert.Empty(refused);
    }

    private static List<object?[]> Pairs(string test)
    {
        var pairs = typeof(SqliteExpressionTests).GetMethod(test)!.GetCustomAttributes<InlineDataAttribute>().Select(attribute => attribute.Data).ToList();
        Assert.NotEmpty(pairs);
        return pairs;
    }

    private static async Task TryAsync(NpgsqlConnection connection, string sql, List<string> refused)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException exception)
        {
            refused.Add($"{exception.MessageText}: {sql}");
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await Sql.OpenAsync(await servers.CreateDatabaseAsync());
        var columns = string.Join(", ", SqliteExpressionTests.Columns.Select(column => $"{SqlText.Identifier(column.Name)} {column.Type}"));
        await using var command = new NpgsqlCommand($"CREATE TABLE t ({columns})", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
