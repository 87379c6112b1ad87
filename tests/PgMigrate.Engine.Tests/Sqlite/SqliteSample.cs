using Npgsql;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using SQLitePCL;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>A SQLite file in a temporary folder, made from SQL, with the tables described for the readers under test.</summary>
internal sealed class SqliteSample : IDisposable
{
    private readonly SqliteTestFile file;

    public SqliteSample(string sql)
    {
        file = new SqliteTestFile(sql);
        Connection = SqliteFile.Open(Path, readOnly: true);
    }

    public string Path => file.Path;

    public sqlite3 Connection { get; }

    public void Execute(string sql) => file.Execute(sql);

    /// <summary>Describes a table as its pragmas do.</summary>
    public SqliteTable Table(string name = "t")
    {
        List<(SqliteColumn Column, long Key)> columns = [];
        using (var rows = SqliteStatement.Prepare(Connection, $"SELECT name, type, pk FROM pragma_table_xinfo({SqlText.Literal(name)}) WHERE hidden = 0"))
        {
            while (rows.Step()) columns.Add((new SqliteColumn { Name = rows.Text(0), DeclaredType = rows.Text(1) }, rows.Int64(2)));
        }

        using var statement = SqliteStatement.Prepare(Connection, $"SELECT sql FROM sqlite_master WHERE name = {SqlText.Literal(name)}");
        Assert.True(statement.Step(), $"no table {name}");
        var sql = statement.Text(0);
        var keys = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Column).ToList();
        var isWithoutRowid = sql.Contains("WITHOUT ROWID", StringComparison.OrdinalIgnoreCase);
        return new SqliteTable
        {
            Name = name,
            Sql = sql,
            Columns = [.. columns.Select(column => column.Column)],
            PrimaryKey = [.. keys.Select(key => key.Name)],
            RowidAlias = !isWithoutRowid && keys is [{ DeclaredType: "INTEGER" } key] ? key.Name : null,
            IsWithoutRowid = isWithoutRowid,
            IsStrict = sql.EndsWith("STRICT", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Maps the table's columns, in order, to types and conversions.</summary>
    public static IReadOnlyList<ColumnMapping> Map(SqliteTable table, params (string Type, ValueConversion Conversion)[] types)
        => [.. table.StoredColumns.Zip(types, (column, to) => new ColumnMapping { Column = column, Name = column.Name, Type = to.Type, Conversion = to.Conversion })];

    /// <summary>Copies the table into a temporary table of the mapping's types, and returns every row's values as text.</summary>
    public async Task<List<string?[]>> CopyAsync(
        TestServers servers, IReadOnlyList<ColumnMapping> columns, RowStreamOptions? options = null, ChunkBounds? chunk = null, string table = "t")
    {
        var token = TestContext.Current.CancellationToken;
        await using var connection = await Sql.OpenAsync((await servers.ServerAsync()).Endpoint);
        await using var create = new NpgsqlCommand(
            $"SET timezone = 'UTC'; CREATE TEMP TABLE copied ({string.Join(", ", columns.Select(column => $"{SqlText.Identifier(column.Name)} {column.Type}"))})",
            connection);
        await create.ExecuteNonQueryAsync(token);

        await using var stream = SqliteRowStream.Open(Connection, Table(table), columns, chunk ?? ChunkBounds.Whole, options ?? new RowStreamOptions());
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"COPY copied ({SqlText.List(columns.Select(column => column.Name))}) FROM STDIN (FORMAT binary)", token))
        {
            var buffer = new byte[10_000];
            for (int length; (length = await stream.ReadAsync(buffer, token)) > 0;) await copy.WriteAsync(buffer.AsMemory(0, length), token);
        }

        await using var select = new NpgsqlCommand(
            $"SELECT {string.Join(", ", columns.Select(column => $"{SqlText.Identifier(column.Name)}::text"))} FROM copied", connection);
        await using var reader = await select.ExecuteReaderAsync(token);
        List<string?[]> rows = [];
        while (await reader.ReadAsync(token)) rows.Add([.. columns.Select((_, index) => reader.IsDBNull(index) ? null : reader.GetString(index))]);
        return rows;
    }

    /// <summary>Reads a stream to its end.</summary>
    public static async Task DrainAsync(IRowStream stream)
    {
        var buffer = new byte[10_000];
        int length;
        do
        {
            length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        }
        while (length > 0);
    }

    public void Dispose()
    {
        Connection.Dispose();
        file.Dispose();
    }
}
