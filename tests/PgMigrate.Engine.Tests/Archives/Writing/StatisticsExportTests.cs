using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What the planner knows goes along where it is asked for.</summary>
public sealed class StatisticsExportTests(TestServers servers) : IDisposable
{
    private const string Objects = """
        CREATE SCHEMA "odd 'one";
        CREATE TABLE "odd 'one"."t\" (id integer PRIMARY KEY, kind text, tags text[], span int4range, "it's" numeric, doc jsonb);
        INSERT INTO "odd 'one"."t\" SELECT n, CASE n % 3 WHEN 0 THEN E'back\\slash' WHEN 1 THEN 'it''s' END, ARRAY['a' || n % 7, 'b'], int4range(n, n + 5), n / 7.0, jsonb_build_object('n', n % 10) FROM generate_series(1, 3000) n;
        CREATE INDEX lower_kind ON "odd 'one"."t\" (lower(kind), (id % 5));
        CREATE TABLE parts (id integer, v text) PARTITION BY RANGE (id);
        CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (1) TO (1000);
        INSERT INTO parts SELECT n, 'v' || n % 4 FROM generate_series(1, 900) n;
        CREATE MATERIALIZED VIEW m AS SELECT v, count(*) FROM parts GROUP BY v;
        CREATE UNIQUE INDEX m_key ON m (v);
        CREATE TABLE empty (id integer);
        ALTER TABLE "odd 'one"."t\" SET (autovacuum_enabled = off); ALTER TABLE part_1 SET (autovacuum_enabled = off); ALTER MATERIALIZED VIEW m SET (autovacuum_enabled = off);
        ALTER TABLE empty SET (autovacuum_enabled = off);
        VACUUM ANALYZE;
        """;

    /// <summary>What ANALYZE has written, and nothing that a restore changes by itself.</summary>
    private const string State = """
        SELECT string_agg(to_jsonb(s)::text, E'\n' ORDER BY s.schemaname, s.tablename, s.attname, s.inherited) FROM pg_stats s WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pgmigrate')
        """;

    /// <summary>CREATE INDEX writes anew how many pages its table has.</summary>
    private const string Sizes = """
        SELECT string_agg(c.relname || CASE WHEN c.relkind = 'r' AND c.relhasindex THEN '' ELSE c.relpages::text END || ' ' || c.reltuples || ' ' || c.relallvisible, E'\n' ORDER BY c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'odd ''one') AND c.relkind IN ('r', 'p', 'm', 'i')
        """;

    private readonly TemporaryFolder folder = new();

    private string Archive => Path.Combine(folder.Path, "archive");

    [Theory]
    [InlineData(ArchiveFormat.Custom, 18)]
    [InlineData(ArchiveFormat.Directory, 15)]
    [InlineData(ArchiveFormat.Plain, 13)]
    public async Task A_server_of_18_knows_what_the_source_knew(ArchiveFormat format, int major)
    {
        var source = await CreateAsync(major);
        await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = format, Statistics = true });
        var destination = await servers.CreateDatabaseAsync(18);

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(Archive), Destination = destination, SkipAnalyze = true });

        Assert.Empty(result.Failures);
        if (major == 18) Assert.Equal(await Sql.ScalarAsync<string>(source, State), await Sql.ScalarAsync<string>(destination, State));
        Assert.Equal(await Sql.ScalarAsync<long>(source, $"SELECT count(*) FROM pg_stats WHERE schemaname IN ('public', 'odd ''one')"), await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_stats WHERE schemaname IN ('public', 'odd ''one')"));
        Assert.Equal(await Sql.ScalarAsync<string>(source, Sizes), await Sql.ScalarAsync<string>(destination, Sizes));
    }

    [Fact]
    public async Task An_older_server_does_without_and_the_import_says_so()
    {
        var source = await CreateAsync(TestServers.Default);
        await Exporting.RunAsync(new() { Source = source, Path = Archive, Statistics = true });
        var destination = await servers.CreateDatabaseAsync(15);

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(Archive), Destination = destination });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Contains(result.Findings, finding => finding.Kind == MigrationFindingKind.Statistics);
        await Copying.AssertEqualAsync(source, destination);
    }

    [Fact]
    public async Task The_statements_are_those_of_pg_dump()
    {
        var program = InstalledProgram.Find("pg_dump", 18);
        var source = await CreateAsync(TestServers.Default);
        var (code, theirs, said) = await program.RunAsync(source, ["--statistics"]);
        Assert.True(code == 0, said);

        await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = ArchiveFormat.Plain, Statistics = true });

        Assert.Equal(Calls(System.Text.Encoding.UTF8.GetString(theirs)), Calls(await File.ReadAllTextAsync(Archive, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(ArchiveFormat.Custom)]
    [InlineData(ArchiveFormat.Directory)]
    public async Task Pg_restore_takes_them_back(ArchiveFormat format)
    {
        var program = InstalledProgram.Find("pg_restore", 18);
        var source = await CreateAsync(18);
        await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = format, Statistics = true });
        var destination = await servers.CreateDatabaseAsync(18);

        var (code, _, said) = await program.RunAsync(destination, ["-j2", "--statistics", "-d", destination.Database, Archive]);

        Assert.True(code == 0, said);
        Assert.Equal(await Sql.ScalarAsync<string>(source, State), await Sql.ScalarAsync<string>(destination, State));
        Assert.Equal(await Sql.ScalarAsync<string>(source, Sizes), await Sql.ScalarAsync<string>(destination, Sizes));
    }

    [Theory]
    [InlineData("c")]
    [InlineData("d")]
    [InlineData("t")]
    [InlineData("p")]
    public async Task Those_of_pg_dump_are_taken_back(string format)
    {
        var program = InstalledProgram.Find("pg_dump", 18);
        var source = await CreateAsync(18);
        var (code, _, said) = await program.RunAsync(source, ["--statistics", "-F", format, "-f", Archive]);
        Assert.True(code == 0, said);
        var destination = await servers.CreateDatabaseAsync(18);

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(Archive), Destination = destination, SkipAnalyze = true });

        Assert.Empty(result.Failures);
        Assert.Equal(await Sql.ScalarAsync<string>(source, State), await Sql.ScalarAsync<string>(destination, State));
        Assert.Equal(await Sql.ScalarAsync<string>(source, Sizes), await Sql.ScalarAsync<string>(destination, Sizes));
    }

    public void Dispose() => folder.Dispose();

    private static string Calls(string script) => string.Join('\n', script.Split("SELECT * FROM ").Skip(1).Select(call => call[..call.IndexOf("\n);", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));

    private async Task<DatabaseEndpoint> CreateAsync(int major)
    {
        var source = await servers.CreateDatabaseAsync(major);
        foreach (var statement in SqlScript.Split(Objects)) await Sql.ExecuteAsync(source, statement.Text);
        return source;
    }
}
