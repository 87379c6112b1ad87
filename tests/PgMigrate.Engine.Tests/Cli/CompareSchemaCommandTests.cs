using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class CompareSchemaCommandTests(TestServers servers)
{
    [Fact]
    public async Task Says_line_by_line_what_differs_and_exits_accordingly()
    {
        var (left, right) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(left, "CREATE TABLE users (email varchar(100)); CREATE TABLE gone ()");
        await Sql.ExecuteAsync(right, "CREATE TABLE users (email text); COMMENT ON TABLE users IS 'x'");

        var different = await RunAsync("--no-comments");
        var partly = await RunAsync("--no-comments", "--table", "gone*", "--exclude-table", "public.gone", "--table", "users", "--exclude-schema", "none");
        await Sql.ExecuteAsync(right, "ALTER TABLE users ALTER email TYPE varchar(100)");
        var same = await RunAsync("--no-comments", "--table", "users");
        var refused = await RunAsync("--table", "mistyped");

        Assert.Equal((1, ""), (different.ExitCode, different.Error));
        Assert.Equal(
            "Table public.gone: only in the source\nTable public.users: Columns[email].Type: character varying(100) -> text\n2 differences.\n", different.Output);
        Assert.Equal((1, "Table public.users: Columns[email].Type: character varying(100) -> text\n1 differences.\n"), (partly.ExitCode, partly.Output));
        Assert.Equal((0, "The schemas are the same.\n"), (same.ExitCode, same.Output));
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("SchemaObjectNotFound", refused.Error, StringComparison.Ordinal);

        Task<CliResult> RunAsync(params string[] options) => CliProcess.RunAsync(
            ["compare-schema", "env:SOURCE_URL", "env:TARGET_URL", .. options],
            new Dictionary<string, string> { ["SOURCE_URL"] = Url(left), ["TARGET_URL"] = Url(right) });
    }

    [Fact]
    public async Task Refuses_a_SQLite_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
        await File.WriteAllBytesAsync(path, "SQLite format 3\0"u8.ToArray(), TestContext.Current.CancellationToken);

        var result = await CliProcess.RunAsync(["compare-schema", path, "postgresql://nobody@127.0.0.1:1/none"]);

        File.Delete(path);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("PostgresRequired", result.Error, StringComparison.Ordinal);
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
