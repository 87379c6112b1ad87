using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class ConnectionTestTests(TestServers servers)
{
    private static readonly ConnectionTestOptions Options = new() { Pings = 10, Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Reports_a_superuser_s_session()
    {
        var server = await servers.ServerAsync();

        var report = await RunAsync(server.Endpoint);

        Assert.Equal(server.Version, report.ServerVersion);
        Assert.Equal(("postgres", true, true, true), (report.Role, report.IsSuperuser, report.CanReplicate, report.CanBypassRowSecurity));
        Assert.Equal((true, true, true), (report.CanSetReplicationRole, report.CanCreateSchema, report.CanCreateExtension));
        Assert.Equal((false, false, null, null), (report.IsEncrypted, report.IsCertificateVerified, report.TlsProtocol, report.TlsCipher));
        Assert.Equal((PoolerMode.None, 197, null), (report.Pooler, report.ConnectionsAllowed, report.StatementTimeout));
        Assert.InRange(report.ConnectionsUsed, 1, 200);
        Assert.True(report.DatabaseSize > 1_000_000, $"A fresh database has some megabytes, not {report.DatabaseSize} bytes.");
        Assert.True(report.LatencyP50 > TimeSpan.Zero && report.LatencyP50 <= report.LatencyP95 && report.Pings == 10, report.ToString());
    }

    [Fact]
    public async Task Reports_what_a_plain_role_may_not_do()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE ROLE plain LOGIN PASSWORD 'x'; ALTER ROLE plain SET statement_timeout = '90s'");

        var report = await RunAsync(database with { Username = "plain", Password = "x" });

        Assert.Equal(("plain", false, false, false), (report.Role, report.IsSuperuser, report.CanReplicate, report.CanBypassRowSecurity));
        Assert.Equal((false, false, false), (report.CanSetReplicationRole, report.CanCreateSchema, report.CanCreateExtension));
        Assert.Equal(TimeSpan.FromSeconds(90), report.StatementTimeout);
    }

    [Fact]
    public async Task Reports_rights_that_were_granted_one_by_one()
    {
        var database = await servers.CreateDatabaseAsync(15); // The first that grants parameters.
        await Sql.ExecuteAsync(database, $"""
            CREATE ROLE mover LOGIN REPLICATION BYPASSRLS PASSWORD 'x';
            GRANT CREATE ON DATABASE {database.Database} TO mover;
            GRANT SET ON PARAMETER session_replication_role TO mover;
            """);

        var report = await RunAsync(database with { Username = "mover", Password = "x" });

        Assert.Equal((false, true, true), (report.IsSuperuser, report.CanReplicate, report.CanBypassRowSecurity));
        Assert.Equal((true, true, true), (report.CanSetReplicationRole, report.CanCreateSchema, report.CanCreateExtension));
    }

    [Theory]
    [InlineData(PoolerMode.Transaction)]
    [InlineData(PoolerMode.Session)]
    public async Task Finds_the_pooler_s_mode_by_trying(PoolerMode mode)
    {
        var server = await servers.ServerAsync();
        await using var pooler = await PgBouncer.StartAsync(server.Endpoint, mode);

        var report = await RunAsync(pooler.Endpoint);

        Assert.Equal((mode, server.Version), (report.Pooler, report.ServerVersion));
    }

    [Fact]
    public async Task Finds_transaction_mode_while_other_clients_hold_server_sessions()
    {
        await using var pooler = await PgBouncer.StartAsync((await servers.ServerAsync()).Endpoint, PoolerMode.Transaction);
        await using var busy = await Sql.OpenAsync(pooler.Endpoint);
        await using var transaction = await busy.BeginTransactionAsync(TestContext.Current.CancellationToken);

        Assert.Equal(PoolerMode.Transaction, (await RunAsync(pooler.Endpoint)).Pooler);
    }

    [Fact]
    public async Task Reports_a_SQLite_file()
    {
        using var file = new SqliteTestFile();
        file.Execute("PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (1)");

        var report = await RunAsync(file.Endpoint);

        Assert.Equal((DatabaseKind.Sqlite, "wal", "ok"), (report.Kind, report.JournalMode, report.Integrity));
        Assert.Equal((3, new FileInfo(file.Path).Length, 10), (report.ServerVersion.Major, report.DatabaseSize, report.Pings));
    }

    [Fact]
    public async Task Refuses_files_that_are_missing_or_no_database()
    {
        using var file = new SqliteTestFile();
        await File.WriteAllTextAsync(file.Path, new string('x', 5000), TestContext.Current.CancellationToken);

        Assert.Equal("NotASqliteDatabase", (await FailureAsync(file.Endpoint)).ErrorId);
        Assert.Equal("SqliteFileNotFound", (await FailureAsync(file.Endpoint with { Database = file.Path + ".missing" })).ErrorId);
    }

    [Fact]
    public async Task Refuses_a_file_that_another_program_has_locked()
    {
        using var file = new SqliteTestFile();
        file.Execute("CREATE TABLE t (a)");
        await using var writer = file.Open();
        await using var exclusive = writer.CreateCommand();
        exclusive.CommandText = "BEGIN EXCLUSIVE";
        exclusive.ExecuteNonQuery();

        Assert.Equal("SqliteFileLocked", (await FailureAsync(file.Endpoint)).ErrorId);
    }

    [Fact]
    public async Task Finds_a_corrupt_file()
    {
        using var file = new SqliteTestFile();
        file.Execute("CREATE TABLE t (a); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT hex(randomblob(50)) FROM n");
        await using (var bytes = File.OpenWrite(file.Path))
        {
            bytes.Position = 8192;
            bytes.Write(new byte[40_000]);
        }

        var report = await RunAsync(file.Endpoint);

        Assert.NotEqual("ok", report.Integrity);
    }

    [Fact]
    public async Task Ends_the_check_of_a_file_when_it_is_cancelled()
    {
        using var file = new SqliteTestFile();
        // A check that takes a minute: it computes the column for every row, because it must not be null.
        file.Execute("""
            CREATE TABLE t (a);
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = 'CREATE TABLE t (a, b AS (hex(zeroblob(20000000 + a))) NOT NULL)' WHERE name = 't';
            """);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ConnectionTest.RunAsync(file.Endpoint, Options, new RecordingObserver(), cancellation.Token));
    }

    [Fact]
    public void Percentiles_are_those_of_the_nearest_rank()
    {
        var latency = Latency.FromTimes(Enumerable.Range(1, 20).Reverse().Select(number => TimeSpan.FromMilliseconds(number)));

        Assert.Equal((TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(19), 20), (latency.P50, latency.P95, latency.Pings));
    }

    private static Task<DatabaseConnectionReport> RunAsync(DatabaseEndpoint endpoint, ConnectionTestOptions? options = null)
        => ConnectionTest.RunAsync(endpoint, options ?? Options, new RecordingObserver(), TestContext.Current.CancellationToken);

    private static Task<MigrationException> FailureAsync(DatabaseEndpoint file) => Assert.ThrowsAsync<MigrationException>(() => RunAsync(file));
}
