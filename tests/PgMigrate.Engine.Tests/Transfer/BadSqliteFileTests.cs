using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>SQLite files that can't be copied, or that change under the copy.</summary>
public sealed class BadSqliteFileTests(TestServers servers) : IDisposable
{
    private const string Table = """
        CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i, 'Value number ' || i FROM n;
        CREATE TABLE other (id INTEGER PRIMARY KEY);
        INSERT INTO other VALUES (1), (2);
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private string FilePath => Path.Combine(folder, "source.db");

    [Fact]
    public async Task A_file_that_is_not_sqlite_is_refused_and_the_destination_is_not_touched()
    {
        await File.WriteAllTextAsync(FilePath, "SQLite format 3? No: a letter to a friend, long enough to look like something.", TestContext.Current.CancellationToken);
        var destination = await servers.CreateDatabaseAsync();

        var refusal = await Copying.FailsAsync(new() { Source = Endpoint(), Destination = destination, CreateTable = true });

        Assert.Equal("NotASqliteDatabase", refusal.ErrorId);
        Assert.Null(await Sql.ScalarAsync<string>(destination, "SELECT to_regnamespace('pgmigrate')::text"));
    }

    [Fact]
    public async Task A_file_in_another_process_write_transaction_is_named_as_locked()
    {
        Create(Table);
        var destination = await servers.CreateDatabaseAsync();
        using var writer = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "PgMigrate.CopyWorker.dll"), "lock", FilePath },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("locked", await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var refusal = await Copying.FailsAsync(new() { Source = Endpoint(), Destination = destination, CreateTable = true });

        Assert.Equal("SqliteFileLocked", refusal.ErrorId);
        writer.StandardInput.Close();
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.All(await Copying.RunAsync(new() { Source = Endpoint(), Destination = destination, CreateTable = true }), result => Assert.Equal(TableCopyStatus.Completed, result.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_page_in_the_middle_is_told_and_leaves_whole_chunks(bool createTable)
    {
        Create(Table);
        var pages = new FileInfo(FilePath).Length / 4096;
        await using (var file = File.OpenWrite(FilePath))
        {
            file.Position = pages / 2 * 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray(), TestContext.Current.CancellationToken);
        }

        var destination = await servers.CreateDatabaseAsync();
        if (!createTable) await Sql.ExecuteAsync(destination, "CREATE TABLE t (id bigint PRIMARY KEY, v text); CREATE TABLE other (id bigint PRIMARY KEY)");
        var request = new TableCopyRequest { Source = Endpoint(), Destination = destination, CreateTable = createTable, BatchSize = 1000, ThrottleLimit = 1 };

        if (createTable)
        {
            Assert.Equal("SqliteFileCorrupt", (await Copying.FailsAsync(request)).ErrorId);
            return;
        }

        // Counting needs the leaves' headers only where they are damaged: the file may be refused at once or in mid-copy.
        var error = await Record.ExceptionAsync(async () =>
        {
            var results = await Copying.RunAsync(request);
            Assert.Equal(TableCopyStatus.Completed, results.Single(result => result.Table == "other").Status);
            throw results.Single(result => result.Table == "t").Error!;
        });
        Assert.Equal("SqliteFileCorrupt", Assert.IsType<MigrationException>(error).ErrorId);
        if (await Sql.ScalarAsync<string>(destination, "SELECT to_regnamespace('pgmigrate')::text") is not null) await Copying.AssertWholeChunksAsync(destination, "t");
    }

    [Fact]
    public async Task A_file_that_changed_before_the_run_was_resumed_is_warned_of()
    {
        Create(Table);
        var (destination, request) = await StoppedAsync("id bigint PRIMARY KEY, v text");
        Create("INSERT INTO t VALUES (20001, 'late')", "UPDATE t SET v = 'too late' WHERE id = 1");

        var observer = new RecordingObserver();
        await Copying.RunAsync(request with { Resume = true }, observer);

        Assert.Contains(observer.Warnings, warning => warning.Contains("public.t: the source's table was written to", StringComparison.Ordinal));
        Assert.Equal(20001L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
        Assert.Equal("Value number 1", await Sql.ScalarAsync<string>(destination, "SELECT v FROM t WHERE id = 1"));
    }

    [Fact]
    public async Task A_table_whose_rowids_VACUUM_renumbers_is_not_resumed_when_the_file_changed()
    {
        Create(Table.Replace("id INTEGER PRIMARY KEY, v", "id INT, v", StringComparison.Ordinal));
        var (_, request) = await StoppedAsync("id bigint, v text");
        Create("DELETE FROM t WHERE id < 500", "VACUUM");

        var result = (await Copying.RunAsync(request with { Resume = true })).Single(result => result.Table == "t");

        Assert.Equal("SourceChanged", result.Error!.ErrorId);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A run that stopped at a row in the middle of t, which the destination would take by now.</summary>
    private async Task<(DatabaseEndpoint Destination, TableCopyRequest Request)> StoppedAsync(string columns)
    {
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, $"CREATE TABLE t ({columns}, CONSTRAINT late CHECK (id <> 10500)); CREATE TABLE other (id bigint PRIMARY KEY)");
        var request = new TableCopyRequest { Source = Endpoint(), Destination = destination, BatchSize = 1000, ThrottleLimit = 1 };
        Assert.Equal("ConstraintViolated", (await Copying.RunAsync(request)).Single(result => result.Table == "t").Error!.ErrorId);
        await Sql.ExecuteAsync(destination, "ALTER TABLE t DROP CONSTRAINT late");
        return (destination, request);
    }

    private DatabaseEndpoint Endpoint() => EndpointParser.Parse(FilePath);

    private void Create(params string[] statements)
    {
        SqliteLibrary.Initialize();
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=false");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
