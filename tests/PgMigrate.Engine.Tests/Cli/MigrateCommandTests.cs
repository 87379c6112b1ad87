using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using SQLitePCL;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary>The whole way of a SQLite file: migrated, verified, changed and verified again.</summary>
public sealed class MigrateCommandTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-cli-").FullName;

    private string Source => Path.Combine(folder, "shop.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Migrates_a_file_proves_it_and_sees_a_single_change()
    {
        Make("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO a VALUES (1, 'x'), (2, 'y'); CREATE TABLE b (n REAL); INSERT INTO b VALUES (1.5)");
        var destination = await servers.CreateDatabaseAsync();

        var migrated = await RunAsync(destination, "migrate", "--create-table");
        var verified = await RunAsync(destination, "verify");
        var again = await RunAsync(destination, "migrate", "--create-table");
        await Sql.ExecuteAsync(destination, "UPDATE a SET name = 'z' WHERE id = 2");
        var changed = await RunAsync(destination, "verify");
        var partly = await RunAsync(destination, "verify", "--exclude-table", "a");

        Assert.Equal((0, ""), (migrated.ExitCode, migrated.Error));
        Assert.Contains("public.a: copied, 2 rows", migrated.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("public.a: copied before, 0 rows", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("public.a: ✗ different", changed.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 tables differ.", changed.Output, StringComparison.Ordinal);
        Assert.Equal(0, partly.ExitCode);
    }

    [Fact]
    public async Task Keeps_the_journal_in_a_file_and_resumes_from_it()
    {
        Make("CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1); CREATE TABLE b (n INTEGER); INSERT INTO b VALUES (1), (-1)");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (n bigint CONSTRAINT positive CHECK (n > 0))");
        var journal = Path.Combine(folder, "shop.journal");

        var failed = await RunAsync(destination, "migrate", "--journal-path", journal);
        await Sql.ExecuteAsync(destination, "ALTER TABLE b DROP CONSTRAINT positive");
        var resumed = await RunAsync(destination, "resume", "--journal-path", journal);

        Assert.Equal(1, failed.ExitCode);
        Assert.True(resumed is { ExitCode: 0, Error: "" }, resumed.Everything);
        Assert.Contains("public.a: copied before", resumed.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(journal));
        Assert.False(await Sql.ScalarAsync<bool>(destination, "SELECT to_regnamespace('pgmigrate') IS NOT NULL"));
    }

    [Fact]
    public async Task A_table_that_fails_is_told_with_its_remedy_and_resumed_when_it_is_mended()
    {
        Make("CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1); CREATE TABLE b (n INTEGER); INSERT INTO b VALUES (1), (-1)");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (n bigint CONSTRAINT positive CHECK (n > 0))");

        var failed = await RunAsync(destination, "migrate");
        await Sql.ExecuteAsync(destination, "ALTER TABLE b DROP CONSTRAINT positive");
        var unsaid = await RunAsync(destination, "migrate");
        var resumed = await RunAsync(destination, "resume");

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("(ConstraintViolated)", failed.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("-Resume", failed.Error, StringComparison.Ordinal);
        Assert.True(unsaid.ExitCode == 3, failed.Everything + unsaid.Everything);
        Assert.Contains("(MigrationUnfinished)", unsaid.Error, StringComparison.Ordinal);
        Assert.True(resumed.ExitCode == 0, resumed.Everything);
        Assert.Contains("public.a: copied before", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM b"));
    }

    [Fact]
    public async Task Rejected_rows_are_a_difference()
    {
        Make("CREATE TABLE b (n INTEGER); INSERT INTO b VALUES (1), (-1), (2)");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE b (n bigint CHECK (n > 0))");

        var result = await RunAsync(destination, "migrate", "--on-bad-row", "REJECT", "--reject-folder", folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("1 rows were rejected; see ", result.Error, StringComparison.Ordinal);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM b"));
    }

    [Fact]
    public async Task Leaves_out_the_schemas_that_are_excluded_in_both_commands()
    {
        var source = await servers.CreateDatabaseAsync();
        var destination = await servers.CreateDatabaseAsync();
        const string Tables = "CREATE SCHEMA audit; CREATE SCHEMA audit_old; CREATE TABLE audit.log (n int); CREATE TABLE audit_old.log (n int); CREATE TABLE kept (n int);";
        await Sql.ExecuteAsync(source, Tables + "INSERT INTO audit.log VALUES (1); INSERT INTO audit_old.log VALUES (1); INSERT INTO kept VALUES (1)");
        await Sql.ExecuteAsync(destination, Tables);
        var variables = new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["TARGET_URL"] = Url(destination) };

        var migrated = await CliProcess.RunAsync(["migrate", "env:SOURCE_URL", "env:TARGET_URL", "--exclude-schema", "audit*"], variables);
        var verified = await CliProcess.RunAsync(["verify", "env:SOURCE_URL", "env:TARGET_URL", "--exclude-schema", "audit", "--exclude-schema", "audit_old"], variables);
        var everything = await CliProcess.RunAsync(["verify", "env:SOURCE_URL", "env:TARGET_URL"], variables);

        Assert.True(migrated.ExitCode == 0, migrated.Everything);
        Assert.Contains("public.kept: copied, 1 rows", migrated.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("audit", migrated.Everything, StringComparison.Ordinal);
        Assert.True(verified.ExitCode == 0, verified.Everything);
        Assert.Contains("Every row of 1 tables is the same", verified.Output, StringComparison.Ordinal);
        Assert.Equal(1, everything.ExitCode);
        Assert.Contains("2 of 3 tables differ.", everything.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explains_its_work_where_that_is_asked_for()
    {
        Make("CREATE TABLE a (id INTEGER PRIMARY KEY, seen TIMESTAMP); INSERT INTO a VALUES (1, 1700000000)");
        var (plain, talkative) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());

        var quiet = await RunAsync(plain, "migrate", "--create-table");
        var migrated = await RunAsync(talkative, "migrate", "--create-table", "--verbose");
        var quietly = await RunAsync(plain, "verify");
        var verified = await RunAsync(talkative, "verify", "--verbose");

        Assert.Equal((0, ""), (quiet.ExitCode, quiet.Error));
        Assert.Equal(0, migrated.ExitCode);
        Assert.Matches(@"(?m)^verbose: a\.seen \(TIMESTAMP\) becomes timestamp with time zone: .+$", migrated.Error);
        Assert.Equal((0, ""), (quietly.ExitCode, quietly.Error));
        Assert.Equal((0, "verbose: Comparing public.a, read in COPY's binary format.\n"), (verified.ExitCode, verified.Error));
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_that_does_not_show_it()
    {
        Make("CREATE TABLE a (id INTEGER PRIMARY KEY)");
        var destination = await servers.CreateDatabaseAsync() with { Password = "c4nary" };

        var result = await RunAsync(destination, "migrate", "--create-table");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("  → ", result.Error, StringComparison.Ordinal);
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;

    /// <summary>Runs a command with the destination in a variable, as a script would; whatever it writes must not hold the password.</summary>
    private async Task<CliResult> RunAsync(DatabaseEndpoint destination, string command, params string[] options)
    {
        var result = await CliProcess.RunAsync([command, Source, "env:TARGET_URL", .. options], new Dictionary<string, string> { ["TARGET_URL"] = Url(destination) });
        Assert.DoesNotContain(destination.Password!, result.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001B', result.Everything);
        return result;
    }

    private void Make(string sql)
    {
        SqliteLibrary.Initialize();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Source, out var database));
        using (database) Assert.True(raw.sqlite3_exec(database, sql, out var error) == raw.SQLITE_OK, error);
    }
}
