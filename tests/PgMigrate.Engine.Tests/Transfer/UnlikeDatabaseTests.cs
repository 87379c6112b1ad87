using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Clones into databases that were created with other properties than the source's.</summary>
public sealed class UnlikeDatabaseTests(TestServers servers)
{
    private const string Names = "CREATE TABLE names (name text); INSERT INTO names VALUES ('Zoë'), ('adam'), ('Ärger')";

    [Fact]
    public async Task Tells_that_text_is_sorted_in_another_way_and_brings_it()
    {
        var request = await CreateAsync(Names, "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
        var observer = new RecordingObserver();

        var result = await Cloning.RunAsync(request, observer);

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal([MigrationFindingKind.Collation, MigrationFindingKind.Collation], result.Findings.Select(finding => finding.Kind));
        Assert.All(result.Findings, finding => Assert.Equal(request.Destination.Database, finding.Object));
        Assert.StartsWith("It sorts text by C.UTF-8, and the source by C: ", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains(result.Findings[0].ToString(), observer.Warnings);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Compares_the_properties_that_cannot_be_changed()
    {
        var request = await CreateAsync("SELECT 1", "ENCODING 'UTF8' LOCALE 'C.UTF-8'", "ENCODING 'LATIN1' LOCALE 'C'");

        var differences = await SchemaComparison.RunAsync(
            new() { Source = request.Source, Destination = request.Destination }, new RecordingObserver(), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["Database (this): CharacterType: C.UTF-8 -> C", "Database (this): Collate: C.UTF-8 -> C", "Database (this): Encoding: UTF8 -> LATIN1"],
            differences.Select(difference => difference.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("LATIN1", "text that it cannot express is refused.")]
    [InlineData("SQL_ASCII", "text arrives as bytes of UTF-8, which it does not know as letters.")]
    public async Task Refuses_a_character_set_that_cannot_hold_the_sources_before_anything_is_made(string encoding, string why)
    {
        var request = await CreateAsync(Names, "ENCODING 'UTF8' LOCALE 'C'", $"ENCODING '{encoding}' LOCALE 'C'");

        var refusal = await Cloning.FailsAsync(request);

        Assert.Equal(("EncodingDiffers", request.Destination.Database), (refusal.ErrorId, refusal.Subject));
        Assert.Equal($"The destination's character set is {encoding}, and the source's UTF8: {why}", refusal.Message);
        Assert.Contains("from template0 with ENCODING 'UTF8'", refusal.Remedy, StringComparison.Ordinal);
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT to_regclass('names') IS NOT NULL"));
    }

    [Fact]
    public async Task Brings_what_another_character_set_can_hold_when_forced_and_tells_of_the_row_that_it_cannot()
    {
        var request = await CreateAsync(Names, "ENCODING 'UTF8' LOCALE 'C'", "ENCODING 'LATIN1' LOCALE 'C'");

        var result = await Cloning.RunAsync(request with { Force = true });

        Assert.Equal([MigrationFindingKind.Encoding], result.Findings.Select(finding => finding.Kind));
        Assert.Equal("5a6feb 6164616d c472676572", await Sql.ScalarAsync<string>(
            request.Destination, "SELECT string_agg(encode(convert_to(name, 'LATIN1'), 'hex'), ' ' ORDER BY name) FROM names"));
        await Sql.ExecuteAsync(request.Source, "INSERT INTO names VALUES ('€')");
        var failure = Assert.Single((await Cloning.RunAsync(request with { Force = true, Restart = true, Clean = true, ContinueOnError = true })).Tables);
        Assert.Equal((TableCopyStatus.Failed, "22P05"), (failure.Status, failure.Error?.SqlState));
    }

    [Fact]
    public async Task Brings_text_from_another_character_set_converted()
    {
        var request = await CreateAsync("SELECT 1", "ENCODING 'LATIN1' LOCALE 'C'", "ENCODING 'UTF8' LOCALE 'C'");
        await Sql.ExecuteAsync(request.Source, Names);

        var result = await Cloning.RunAsync(request);

        Assert.Equal([MigrationFindingKind.Encoding], result.Findings.Select(finding => finding.Kind));
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public void Tells_of_another_version_of_the_same_collation()
    {
        var left = new PgDatabaseProperties
        {
            Address = new(SystemCatalog.Database, 1),
            Name = "left",
            Encoding = "UTF8",
            Collate = "de_DE.UTF-8",
            CharacterType = "de_DE.UTF-8",
            CollationVersion = "2.31",
            Tablespace = "pg_default",
        };

        var finding = Assert.Single(DatabaseDifferences.Find(left, left with { Name = "right", CollationVersion = "2.36" }));

        Assert.Equal((MigrationFindingKind.Collation, "right"), (finding.Kind, finding.Object));
        Assert.Contains("by version 2.36 of de_DE.UTF-8, and the source by version 2.31", finding.What, StringComparison.Ordinal);
        Assert.Empty(DatabaseDifferences.Find(left, left with { CollationVersion = null }));
    }

    [Fact]
    public async Task Puts_what_is_in_a_tablespace_that_is_missing_into_the_default_one_and_names_both()
    {
        await using var other = await PrivateServer.StartAsync();
        var request = (await servers.DatabaseWithAsync("SELECT 1")) with { Destination = other.Endpoint };
        var space = $"Fast \"{Guid.NewGuid():N}";
        await CreateTablespaceAsync(request.Source, space);
        await Sql.ExecuteAsync(
            request.Source,
            $"""
            CREATE TABLE fast (id integer PRIMARY KEY USING INDEX TABLESPACE {SqlText.Identifier(space)}) TABLESPACE {SqlText.Identifier(space)};
            CREATE TABLE slow (id integer); CREATE INDEX quick ON slow (id) TABLESPACE {SqlText.Identifier(space)}; INSERT INTO fast VALUES (1);
            """);

        var result = await Cloning.RunAsync(request);

        Assert.Equal((DatabaseCopyStatus.Completed, 1L), (result.Status, result.Rows));
        var finding = Assert.Single(result.Findings);
        Assert.Equal((MigrationFindingKind.Tablespace, space), (finding.Kind, finding.Object));
        Assert.Contains(
            "does not have this tablespace; in the database's own are therefore: TABLE public.fast, CONSTRAINT public.fast fast_pkey, INDEX public.quick.",
            finding.What, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(other.Endpoint, "SELECT count(*) FROM pg_class WHERE reltablespace <> 0 AND relname IN ('fast', 'fast_pkey', 'quick')"));
        await Copying.AssertEqualAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Leaves_tablespaces_out_when_asked_to_and_keeps_them_otherwise()
    {
        var request = await servers.DatabaseWithAsync("SELECT 1");
        var space = $"space_{Guid.NewGuid():N}";
        await CreateTablespaceAsync(request.Source, space);
        await Sql.ExecuteAsync(request.Source, $"CREATE TABLE t (id integer) TABLESPACE {space}");
        const string Where = "SELECT coalesce((SELECT spcname::text FROM pg_tablespace WHERE oid = reltablespace), 'default') FROM pg_class WHERE relname = 't'";

        await Cloning.RequireSameAsync(request);
        Assert.Equal(space, await Sql.ScalarAsync<string>(request.Destination, Where));

        var result = await Cloning.RunAsync(request with { Clean = true, Restart = true, NoTablespaces = true });
        Assert.Empty(result.Findings);
        Assert.Equal("default", await Sql.ScalarAsync<string>(request.Destination, Where));
    }

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Keeps_a_tablespace_of_any_name(string name)
    {
        var request = await servers.DatabaseWithAsync("SELECT 1");
        await CreateTablespaceAsync(request.Source, name);
        var space = SqlText.Identifier(name);
        await Sql.ExecuteAsync(
            request.Source,
            $"""
            CREATE TABLE t (id integer PRIMARY KEY USING INDEX TABLESPACE {space}) TABLESPACE {space}; CREATE INDEX i ON t (id) TABLESPACE {space};
            CREATE MATERIALIZED VIEW m TABLESPACE {space} AS SELECT 1 AS one;
            """);

        await Cloning.RequireSameAsync(request);

        Assert.Equal(4L, await Sql.ScalarAsync<long>(
            request.Destination,
            $"SELECT count(*) FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE s.spcname = {SqlText.Literal(name)}"));
    }

    [Fact]
    public async Task A_tablespace_in_which_the_role_may_create_nothing_is_told()
    {
        var request = await servers.DatabaseWithAsync("SELECT 1");
        var space = $"space_{Guid.NewGuid():N}";
        await CreateTablespaceAsync(request.Source, space);
        await Sql.ExecuteAsync(request.Source, $"CREATE TABLE t (id integer) TABLESPACE {space}");

        var result = await Cloning.RunAsync(request with { Destination = await servers.CreateOwnerAsync(), NoOwner = true, NoPrivileges = true });

        Assert.Contains(result.Findings, finding => finding.Object == space && finding.What.StartsWith("The destination's role may create nothing", StringComparison.Ordinal));
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
    }

    [Fact]
    public async Task Names_a_tables_access_method_that_is_missing_and_leaves_it_out_when_asked_to()
    {
        var request = await servers.DatabaseWithAsync(
            "CREATE ACCESS METHOD \"Own Heap\" TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t (id integer) USING \"Own Heap\"; INSERT INTO t VALUES (1)");
        request = request with { Destination = await servers.CreateOwnerAsync(), NoOwner = true, NoPrivileges = true, ContinueOnError = true };

        var result = await Cloning.RunAsync(request);

        var failure = result.Failures.Single(one => one.Kind == "TABLE").Error!;
        Assert.Equal(("AccessMethodMissing", "TABLE public t"), (failure.ErrorId, failure.Subject));
        Assert.Equal("TABLE public t needs the access method Own Heap, which the destination does not have.", failure.Message);
        Assert.Contains("-NoTableAccessMethod", failure.Remedy, StringComparison.Ordinal);

        var without = await Cloning.RunAsync(request with { Restart = true, NoTableAccessMethod = true });
        Assert.Empty(without.Failures);
        Assert.Contains(without.Findings, finding => finding is { Kind: MigrationFindingKind.Permission, Object: "ACCESS METHOD - Own Heap" });
        Assert.Equal(1L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM t"));
    }

    /// <summary>The server keeps these in its own folder (allow_in_place_tablespaces, PostgreSQL 15).</summary>
    private static async Task CreateTablespaceAsync(DatabaseEndpoint endpoint, string name)
    {
        await using var connection = await Sql.OpenAsync(endpoint);
        foreach (var statement in new[] { "SET allow_in_place_tablespaces = on", $"CREATE TABLESPACE {SqlText.Identifier(name)} LOCATION ''" })
        {
            await using var command = new Npgsql.NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A source with that in it and an empty destination, each created with its own options.</summary>
    private async Task<DatabaseCopyRequest> CreateAsync(string sql, string source, string destination)
    {
        var server = (await servers.ServerAsync()).Endpoint;
        var request = new DatabaseCopyRequest { Source = Named(), Destination = Named() };
        await Sql.ExecuteAsync(server, $"CREATE DATABASE {request.Source.Database} TEMPLATE template0 {source}");
        await Sql.ExecuteAsync(server, $"CREATE DATABASE {request.Destination.Database} TEMPLATE template0 {destination}");
        await Sql.ExecuteAsync(request.Source, sql);
        return request;

        DatabaseEndpoint Named() => server with { Database = $"unlike_{Guid.NewGuid():N}" };
    }
}
