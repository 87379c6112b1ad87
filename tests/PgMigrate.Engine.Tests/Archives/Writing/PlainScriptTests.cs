using System.Globalization;
using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Scripts are what pg_dump writes, to the letter, and psql runs them.</summary>
public sealed class PlainScriptTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    /// <summary>The options of both programs.</summary>
    public static TheoryData<string> Options =>
    [
        "", "--schema-only", "--data-only", "--clean", "--clean --if-exists", "--create", "--clean --create", "--clean --if-exists --create", "--inserts", "--column-inserts",
        "--rows-per-insert=7", "--inserts --on-conflict-do-nothing", "--no-owner", "--no-privileges --no-comments", "--section=pre-data", "--section=data", "--section=post-data", "--no-table-access-method",
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Writes_what_pg_dump_writes(string options)
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, ExportSample.Sql);
        await Sql.ExecuteAsync(source, $"COMMENT ON DATABASE {source.Database} IS 'ours'; ALTER DATABASE {source.Database} SET work_mem = '7MB'; GRANT CONNECT ON DATABASE {source.Database} TO export_owner");
        var words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Up to version 16, pg_dump has the making of large objects in pre-data; since, and here, all that is theirs is data.
        if (options.Contains("section", StringComparison.Ordinal)) await Sql.ExecuteAsync(source, "SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
        var path = Path.Combine(folder, "script.sql");
        var expected = Exporting.Normalize(await Exporting.DumpAsync(source, words));

        await Exporting.RunAsync(Request(source, path, words));

        Assert.Equal(expected, Exporting.Normalize(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Writes_what_pg_dump_writes_of_odd_names(string name)
    {
        var source = await servers.CreateDatabaseAsync();
        // Roles are the whole server's, and other tests have these.
        await Sql.ExecuteAsync(source, OddNames.In(OddNames.Everywhere, OddNames.Variant(name, "pln")));
        var path = Path.Combine(folder, "script.sql");
        var expected = Exporting.Normalize(await Exporting.DumpAsync(source, "--clean", "--if-exists"));

        await Exporting.RunAsync(Request(source, path, ["--clean", "--if-exists"]));

        Assert.Equal(expected, Exporting.Normalize(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--inserts")]
    [InlineData("--rows-per-insert=100 --column-inserts --on-conflict-do-nothing")]
    public async Task Runs_in_psql(string options)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, ExportSample.Sql);
        var path = Path.Combine(folder, "script.sql");

        await Exporting.RunAsync(Request(source, path, options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        await Exporting.RunScriptAsync(path, destination);
        await Exporting.AssertSameAsync(source, destination);
        await Exporting.RunAsync(Request(source, path, ["--clean", "--if-exists"]) with { Force = true });
        await Exporting.RunScriptAsync(path, destination);
        await Exporting.AssertSameAsync(source, destination);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static DatabaseExportRequest Request(DatabaseEndpoint source, string path, string[] words)
    {
        bool Has(string word) => words.Contains("--" + word);
        var section = words.FirstOrDefault(word => word.StartsWith("--section=", StringComparison.Ordinal))?.Replace("--section=", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return new()
        {
            Source = source,
            Path = path,
            Format = ArchiveFormat.Plain,
            Clean = Has("clean"),
            IfExists = Has("if-exists"),
            Create = Has("create"),
            Inserts = Has("inserts"),
            ColumnInserts = Has("column-inserts"),
            RowsPerInsert = words.FirstOrDefault(word => word.StartsWith("--rows-per-insert=", StringComparison.Ordinal)) is { } rows ? int.Parse(rows[18..], CultureInfo.InvariantCulture) : null,
            OnConflictDoNothing = Has("on-conflict-do-nothing"),
            NoOwner = Has("no-owner"),
            NoPrivileges = Has("no-privileges"),
            NoComments = Has("no-comments"),
            NoTableAccessMethod = Has("no-table-access-method"),
            Sections = SectionChoice.Of(Has("schema-only"), Has("data-only"), section is null ? null : Enum.Parse<DatabaseSections>(section, ignoreCase: true)),
        };
    }
}
