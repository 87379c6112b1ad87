using System.Text;
using System.Text.Json;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>Two ends and a program's .env file between them, for one whole migration.</summary>
internal sealed class RunbookStage : IAsyncDisposable
{
    /// <summary>The four ways that people go most.</summary>
    public const string RenderToSupabase = nameof(RenderToSupabase);
    public const string SupabaseToRender = nameof(SupabaseToRender);
    public const string SqliteToSupabase = nameof(SqliteToSupabase);
    public const string LocalToSupabase = nameof(LocalToSupabase);

    private const string Shop = """
        CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL, parent integer REFERENCES customers);
        CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer integer NOT NULL REFERENCES customers, total numeric(12, 2), at timestamptz NOT NULL DEFAULT now(), note text);
        INSERT INTO customers (name, parent) SELECT 'Customer ' || n, nullif(n / 2, 0) FROM generate_series(1, 2000) n;
        INSERT INTO orders (customer, total, note) SELECT 1 + n % 2000, n / 7.0, repeat('x', n % 200) FROM generate_series(1, 30000) n;
        CREATE INDEX ON orders (customer); CREATE INDEX ON orders (at);
        CREATE SEQUENCE tickets START 100; SELECT nextval('tickets');
        """;

    private const string ShopFile = """
        CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, active BOOLEAN NOT NULL DEFAULT 1, joined DATETIME);
        CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers(id), total REAL, paid DATE, data BLOB);
        CREATE INDEX orders_customer ON orders (customer);
        WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000) INSERT INTO customers (name, active, joined) SELECT 'Customer ' || n, n % 2, '2024-01-02 03:04:05' FROM n;
        WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000) INSERT INTO orders SELECT n, 1 + n % 2000, n / 4.0, '2024-05-06', x'00ff' FROM n;
        """;

    private readonly List<IAsyncDisposable> owned = [];
    private readonly byte[] env;

    private RunbookStage(DatabaseEndpoint source, DatabaseEndpoint destination, MigrationPlan plan)
    {
        Folder = Directory.CreateTempSubdirectory("pgmigrate-runbook-").FullName;
        (Source, Destination, EnvPath) = (source, destination, Path.Combine(Folder, ".env"));
        Plan = plan with { EnvPath = [EnvPath], BackupPath = Path.Combine(Folder, "backup.dump"), ReportPath = [Path.Combine(Folder, "report.json")] };
        var url = DatabaseUrl.Format(source, source.Kind == DatabaseKind.Sqlite ? DatabaseUrlDialect.Sqlite : DatabaseUrlDialect.Libpq).Text;
        env = Encoding.UTF8.GetBytes($"# the shop\r\nA=1\r\nexport DATABASE_URL=\"{url}\"  # old\r\nB='x # y'");
        File.WriteAllBytes(EnvPath, env);
    }

    public DatabaseEndpoint Source { get; }

    public DatabaseEndpoint Destination { get; private set; }

    public MigrationPlan Plan { get; set; }

    public string Folder { get; }

    public string EnvPath { get; }

    public RecordingObserver Observer { get; } = new();

    /// <summary>The database that the program is given now.</summary>
    public DatabaseEndpoint Program => EndpointParser.Parse($"dotenv:{EnvPath}#DATABASE_URL");

    public DatabaseMigrationRequest Request => new() { Source = Source, Destination = Destination, Plan = Plan, PollInterval = TimeSpan.FromMilliseconds(50), DeployInterval = TimeSpan.FromMilliseconds(5) };

    public static async Task<RunbookStage> CreateAsync(TestServers servers, string way)
    {
        switch (way)
        {
            case RenderToSupabase:
                return new(await RenderSample.CreateAsync(servers, 15), await servers.CreateSupabaseDatabaseAsync(), new() { ExcludeExtension = ["postgres_fdw"] });
            case SupabaseToRender:
                var server = await PrivateServer.StartAsync();
                var owner = await Copying.CreateRoleAsync(server.Endpoint);
                await Sql.ExecuteAsync(server.Endpoint, $"ALTER ROLE {owner.Username} CREATEROLE");
                await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE app OWNER {owner.Username}");
                var stage = new RunbookStage(await ProjectSample.CreateAsync(servers, TestServers.Default), owner with { Database = "app" }, new() { IncludeRole = true });
                stage.owned.Add(server);
                return stage;
            case SqliteToSupabase:
                var file = new SqliteTestFile(ShopFile);
                stage = new RunbookStage(file.Endpoint, await servers.CreateSupabaseDatabaseAsync(), new());
                stage.owned.Add(new Disposing(file));
                return stage;
            default:
                return await CreateShopAsync(servers, await servers.CreateSupabaseDatabaseAsync());
        }
    }

    /// <summary>A server of one's own with a shop in it.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="destination">Where to; null for another database of the same server.</param>
    /// <param name="canaries">Passwords for the roles of both ends; null for those that they have.</param>
    public static async Task<RunbookStage> CreateShopAsync(TestServers servers, DatabaseEndpoint? destination = null, (string Source, string Destination)? canaries = null)
    {
        var source = await servers.CreateOwnerAsync();
        await Sql.ExecuteAsync(source, Shop);
        destination ??= await servers.CreateOwnerAsync();
        if (canaries is { } secrets) (source, destination) = (await WithPasswordAsync(source, secrets.Source), await WithPasswordAsync(destination, secrets.Destination));
        return new(source, destination, new() { NoOwner = true });
    }

    private static async Task<DatabaseEndpoint> WithPasswordAsync(DatabaseEndpoint database, string password)
    {
        await Sql.ExecuteAsync(database, $"ALTER ROLE {database.Username} PASSWORD {SqlText.Literal(password)}");
        return database with { Password = password };
    }

    public Task<DatabaseMigration> StartAsync(Func<DatabaseMigrationRequest, DatabaseMigrationRequest>? change = null)
        => MigrationRunbook.StartAsync(change is null ? Request : change(Request), Quiet, Observer, TestContext.Current.CancellationToken);

    public Task<DatabaseMigration> ResumeAsync(Func<DatabaseMigrationRequest, DatabaseMigrationRequest>? change = null)
        => MigrationRunbook.ResumeAsync(change is null ? Request : change(Request), Quiet, Observer, TestContext.Current.CancellationToken);

    public Task<DatabaseMigration> UndoAsync(Func<DatabaseMigrationUndoRequest, DatabaseMigrationUndoRequest>? change = null)
    {
        var request = new DatabaseMigrationUndoRequest { Source = Source, Destination = Destination, DeployInterval = TimeSpan.FromMilliseconds(5) };
        return MigrationRunbook.UndoAsync(change is null ? request : change(request), Observer, TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<DatabaseMigration>> ListAsync()
        => await MigrationRunbook.ListAsync(Destination, null, Source, Observer, TestContext.Current.CancellationToken);

    /// <summary>Everything that tells whether the source is as it was: its rows, its sequences and the database's own settings.</summary>
    public async Task<string> FingerprintAsync() => Source.Kind == DatabaseKind.Sqlite
        ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Source.Database)))
        : await FingerprintAsync(Source);

    public static async Task<string> FingerprintAsync(DatabaseEndpoint database)
    {
        var tables = await Sql.RowsAsync(
            database, "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname NOT IN ('information_schema', 'pgmigrate') ORDER BY 1");
        var text = new StringBuilder();
        foreach (var table in tables.Select(row => row[0]))
        {
            string? rows;
            try
            {
                rows = await Sql.ScalarAsync<string>(database, $"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t");
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                continue;
            }

            text.AppendLine($"{table} {rows}");
        }

        foreach (var row in await Sql.RowsAsync(database, "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2")) text.AppendLine(string.Join(' ', row));
        text.AppendLine(await SettingAsync(database) ?? "no setting");
        return text.ToString();
    }

    /// <summary>The database's own default_transaction_read_only, such as <c>default_transaction_read_only=on</c>; null where it has none.</summary>
    public static Task<string?> SettingAsync(DatabaseEndpoint database) => Sql.ScalarAsync<string>(
        database,
        "SELECT array_to_string(setconfig, ',') FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database() AND setrole = 0 AND array_to_string(setconfig, ',') LIKE '%read_only%'");

    /// <summary>The plan as a file, for another process.</summary>
    public string WritePlan()
    {
        var path = Path.Combine(Folder, "plan.json");
        File.WriteAllText(path, JsonSerializer.Serialize(
            new { Plan.EnvPath, Plan.BackupPath, Plan.ReportPath, Plan.ExcludeExtension, Plan.IncludeRole, Plan.NoOwner, Plan.Fence, FenceTimeout = 5 }));
        return path;
    }

    public void AssertEnvAsBefore() => Assert.Equal(env, File.ReadAllBytes(EnvPath));

    public void AssertSwitched()
    {
        var url = DatabaseUrl.Format(Destination, DatabaseUrlDialect.Libpq).Text;
        Assert.Equal($"# the shop\r\nA=1\r\nexport DATABASE_URL=\"{url}\"  # old\r\nB='x # y'", File.ReadAllText(EnvPath), ignoreLineEndingDifferences: false);
    }

    /// <summary>The destination has all that the source has.</summary>
    public async Task AssertArrivedAsync()
    {
        var scope = Source.Kind == DatabaseKind.Sqlite ? IntegrityScope.Rows : IntegrityScope.All;
        var request = new IntegrityRequest { Scope = scope, ExcludeExtensions = Plan.ExcludeExtension, Schema = new() { WithOwners = !Plan.NoOwner }, Rows = new() { Source = Source, Destination = Destination, Level = IntegrityLevel.Full } };
        var (verdict, differences, tables) = await Comparing.TestAsync(request);
        Assert.Equal("", string.Join('\n', differences.Where(difference => !difference.IsExpected)));
        Comparing.AssertSame(tables);
        Assert.True(verdict.IsMatch, verdict.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in owned) await one.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static ValueTask Quiet(MigrationStep step) => ValueTask.CompletedTask;

    private sealed class Disposing(IDisposable one) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            one.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
