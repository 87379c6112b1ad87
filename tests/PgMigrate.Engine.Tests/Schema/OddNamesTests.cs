using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>Names that only the quotes make names, in every position.</summary>
public sealed class OddNamesTests(TestServers servers)
{
    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public Task Writes_every_kind_of_object_under_such_a_name_as_pg_dump_does_and_clones_it(string name)
        => SchemaCheck.RequireSameAsPgDumpAsync(servers, OddNames.In(OddNames.Everywhere, name));

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Brings_rows_large_objects_and_settings_between_databases_of_such_names(string name)
    {
        var source = await RenameAsync(await servers.CreateDatabaseAsync(), name);
        var destination = await RenameAsync(await servers.CreateDatabaseAsync(), OddNames.Variant(name, "d"));
        await Sql.ExecuteAsync(source, OddNames.In(Rows, name));
        await Sql.ExecuteAsync(source, OddNames.In("ALTER DATABASE «» SET search_path = «», «2», public; ALTER DATABASE «» SET \"odd.value\" = ‹›; COMMENT ON DATABASE «» IS ‹›", name));

        await Cloning.RequireSameAsync(new() { Source = source, Destination = destination, BatchSize = 3 });

        foreach (var query in new[]
        {
            "SELECT setconfig::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = current_database()",
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()",
            "SELECT obj_description(4711, 'pg_largeobject') || encode(lo_get(4711), 'escape')",
            OddNames.In("SELECT nextval(§)::text", name),
        })
        {
            Assert.Equal(await Sql.ScalarAsync<string>(source, query), await Sql.ScalarAsync<string>(destination, query));
        }
    }

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Chooses_tables_and_schemas_by_such_names(string name)
    {
        var request = await servers.DatabaseWithAsync(OddNames.In(Rows, name));
        var table = SqlText.Qualified(OddNames.Variant(name, "2"), name);

        await Cloning.RunAsync(request with { Selection = new() { Tables = [table] } });

        const string Tables = "SELECT string_agg(relname, '|' ORDER BY relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname !~ '^pg' AND nspname <> 'information_schema'";
        Assert.Equal(name, await Sql.ScalarAsync<string>(request.Destination, Tables));
        var rows = $"SELECT string_agg(t::text, '|' ORDER BY t::text) FROM {table} t";
        Assert.Equal(await Sql.ScalarAsync<string>(request.Source, rows), await Sql.ScalarAsync<string>(request.Destination, rows));

        var other = request with { Destination = await servers.CreateDatabaseAsync(), Selection = new() { Schemas = [SqlText.Identifier(OddNames.Variant(name, "2"))], ExcludeTables = [table] } };
        await Cloning.RunAsync(other);
        Assert.Equal(OddNames.Variant(name, "p"), await Sql.ScalarAsync<string>(other.Destination, Tables));
    }

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Resumes_tables_of_such_names_without_a_row_twice(string name)
    {
        var request = await servers.DatabaseWithAsync(OddNames.In(Rows, name)) with { BatchSize = 3, ThrottleLimit = 1 };
        await Sql.ExecuteAsync(request.Source, OddNames.In("CREATE TABLE «2».«z» AS SELECT 1 AS «»; CREATE TABLE «2».«y» (v integer); INSERT INTO «2».«y» VALUES (1), (1); CREATE INDEX ON «2».«y» (v)", name));
        // The destination refuses one index until it is told otherwise.
        await Sql.ExecuteAsync(
            request.Destination,
            "CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$not yet$$; END'; CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.refuse(); ALTER EVENT TRIGGER refuse ENABLE ALWAYS");
        var failure = await Cloning.FailsAsync(request with { Force = true });
        Assert.Contains("not yet", failure.Message, StringComparison.Ordinal);
        await Sql.ExecuteAsync(request.Destination, "DROP EVENT TRIGGER refuse; DROP FUNCTION public.refuse()");

        var result = await Cloning.RunAsync(request with { Resume = true, Force = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.True(result.ResumedObjects > 0);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    /// <summary>Rows, large objects and positions of sequences under such names.</summary>
    internal const string Rows =
        """
        CREATE SCHEMA «»; CREATE SCHEMA «2»;
        CREATE TYPE «».«» AS ENUM (‹›, ‹1›);
        CREATE TYPE «».«3» AS («» integer, «1» «».«»);
        CREATE SEQUENCE «2».«s»;
        CREATE TABLE «2».«» («» integer PRIMARY KEY, «1» text, «2» «».«», «3» «».«3», «4» integer GENERATED ALWAYS AS («» * 2) STORED);
        INSERT INTO «2».«» SELECT g, ‹› || g, ‹1›, ROW (g, ‹›)::«».«3» FROM generate_series(1, 10) g;
        CREATE TABLE «2».«p» («» text, «1» integer) PARTITION BY LIST («»);
        CREATE TABLE «».«q» PARTITION OF «2».«p» FOR VALUES IN (‹›);
        INSERT INTO «2».«p» SELECT ‹›, g FROM generate_series(1, 8) g;
        SELECT setval(§, 41); SELECT lo_from_bytea(4711, convert_to(‹›, 'UTF8')); COMMENT ON LARGE OBJECT 4711 IS ‹›;
        """;

    private static async Task<DatabaseEndpoint> RenameAsync(DatabaseEndpoint database, string name)
    {
        await Sql.ExecuteAsync(database with { Database = "postgres" }, $"ALTER DATABASE {database.Database} RENAME TO {SqlText.Identifier(name)}");
        return database with { Database = name };
    }
}
