using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Copies that make the destination's database itself.</summary>
public sealed class CreatedDatabaseTests(TestServers servers) : IDisposable
{
    private readonly Dumping dumps = new(servers);

    [Theory]
    [InlineData("archive")]
    [InlineData("script")]
    [InlineData("clone")]
    public async Task Makes_the_database_as_the_source_says_of_its_own(string from)
    {
        var original = await OriginalAsync();
        var destination = original with { Database = "Made it's " + Guid.NewGuid().ToString("N") };
        var source = from == "clone" ? original : Scripts.Endpoint(await dumps.DumpAsync(original, from == "script" ? ["-Fp", "--create"] : []));

        var result = await Cloning.RunAsync(new() { Source = source, Destination = destination, Create = true, RemoveJournal = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(await DescribeAsync(original), await DescribeAsync(destination));
    }

    [Fact]
    public async Task Drops_a_database_that_is_there_only_when_it_cleans()
    {
        var original = await OriginalAsync();
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE mine (id integer)");
        var missing = destination with { Database = "missing_" + Guid.NewGuid().ToString("N") };
        var request = Dumping.Request(await dumps.DumpAsync(original), destination) with { Create = true, RemoveJournal = true };

        var there = await Cloning.FailsAsync(request);
        var absent = await Cloning.FailsAsync(request with { Clean = true, Destination = missing });
        Assert.Equal(("DatabaseExists", "DatabaseNotFound"), (there.ErrorId, absent.ErrorId));
        Assert.True(await Sql.ScalarAsync<bool>(destination, "SELECT to_regclass('mine') IS NOT NULL"));
        await Cloning.RunAsync(request with { Clean = true });
        await Cloning.RunAsync(request with { Clean = true, IfExists = true, Destination = missing });

        Assert.Equal(await DescribeAsync(original), await DescribeAsync(destination));
        Assert.Equal(await DescribeAsync(original), await DescribeAsync(missing));
    }

    [Fact]
    public async Task Goes_on_in_the_database_that_an_earlier_call_made()
    {
        var (path, original) = await dumps.DumpAsync("CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE u (id integer REFERENCES t); INSERT INTO t VALUES (1), (2); INSERT INTO u VALUES (2)", "--exclude-table-data=t");
        var destination = original with { Database = "made_" + Guid.NewGuid().ToString("N") };
        var request = Dumping.Request(path, destination) with { Create = true };
        Assert.Equal("ForeignKeyViolated", (await Cloning.FailsAsync(request)).ErrorId);
        await Sql.ExecuteAsync(destination, "INSERT INTO t VALUES (2)");

        var result = await Cloning.RunAsync(request with { Resume = true });

        Assert.Equal((DatabaseCopyStatus.Completed, 1L), (result.Status, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_constraint WHERE conrelid = 'u'::regclass")));
    }

    [Fact]
    public async Task Leaves_the_tablespace_to_the_server_when_told()
    {
        var space = "space_" + Guid.NewGuid().ToString("N");
        var server = (await servers.ServerAsync()).Endpoint;
        var original = server with { Database = "in_" + space };
        await using (var connection = await Sql.OpenAsync(server))
        {
            foreach (var statement in new[] { "SET allow_in_place_tablespaces = on", $"CREATE TABLESPACE {space} LOCATION ''", $"CREATE DATABASE {original.Database} TABLESPACE {space}" })
            {
                await using var command = new Npgsql.NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }

        var path = await dumps.DumpAsync(original);
        const string Space = "SELECT spcname::text FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace WHERE datname = current_database()";
        var (there, usual) = (original with { Database = "there_" + space }, original with { Database = "usual_" + space });

        await Cloning.RunAsync(Dumping.Request(path, there) with { Create = true });
        await Cloning.RunAsync(Dumping.Request(path, usual) with { Create = true, NoTablespaces = true });

        Assert.Equal((space, "pg_default"), (await Sql.ScalarAsync<string>(there, Space), await Sql.ScalarAsync<string>(usual, Space)));
    }

    [Fact]
    public async Task Refuses_a_source_that_tells_nothing_of_its_database_and_a_role_that_may_make_none()
    {
        var (path, original) = await dumps.DumpAsync("CREATE TABLE t (id integer)", "-Fp");
        var whole = await dumps.DumpAsync(original);
        var missing = original with { Database = "missing_" + Guid.NewGuid().ToString("N") };
        var stranger = await Copying.CreateRoleAsync(original) with { Database = missing.Database };

        var untold = await Cloning.FailsAsync(Dumping.Request(path, missing) with { Create = true });
        var refused = await Cloning.FailsAsync(Dumping.Request(whole, stranger) with { Create = true, NoOwner = true });
        var rows = await Cloning.FailsAsync(Dumping.Request(whole, missing) with { Create = true, Sections = DatabaseSections.Data });

        Assert.Equal(("DatabaseNotDescribed", "DatabaseNotCreated", "ParametersConflict"), (untold.ErrorId, refused.ErrorId, rows.ErrorId));
        Assert.Contains("CREATEDB", refused.Remedy, StringComparison.Ordinal);
    }

    public void Dispose() => dumps.Dispose();

    private async Task<DatabaseEndpoint> OriginalAsync()
    {
        var server = (await servers.ServerAsync()).Endpoint;
        var original = server with { Database = "made_" + Guid.NewGuid().ToString("N") };
        var role = "owner_" + Guid.NewGuid().ToString("N");
        await using (var connection = await Sql.OpenAsync(server))
        {
            await using var command = new Npgsql.NpgsqlCommand($"CREATE DATABASE {original.Database} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Sql.ExecuteAsync(original, $"""
            CREATE ROLE {role}; ALTER DATABASE {original.Database} OWNER TO {role}; COMMENT ON DATABASE {original.Database} IS 'it''s made'; ALTER DATABASE {original.Database} CONNECTION LIMIT 9;
            ALTER DATABASE {original.Database} SET work_mem = '7MB'; ALTER ROLE {role} IN DATABASE {original.Database} SET search_path = 'shop'; REVOKE TEMPORARY ON DATABASE {original.Database} FROM PUBLIC;
            CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (2); COMMENT ON TABLE t IS 'rows';
            """);
        return original;
    }

    /// <summary>All that pg_dump says of a database, under one name.</summary>
    private static async Task<string> DescribeAsync(DatabaseEndpoint database)
    {
        var text = Exporting.Normalize(await Exporting.DumpAsync(database, "--create"));
        foreach (var name in new[] { SqlText.Identifier(database.Database), database.Database.Replace("'", "''", StringComparison.Ordinal), database.Database })
        {
            text = text.Replace(name, "the_database", StringComparison.Ordinal);
        }

        return string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("\\connect", StringComparison.Ordinal) && !line.StartsWith("\\encoding", StringComparison.Ordinal)));
    }
}
