using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Clones of a part of a database.</summary>
public sealed class EntrySelectionTests(TestServers servers)
{
    private const string Sample = """
        CREATE SCHEMA app; CREATE SCHEMA other; CREATE SCHEMA types;
        CREATE TYPE types.state AS ENUM ('new');
        CREATE FUNCTION types.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
        CREATE FUNCTION app.lonely() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE TABLE app.customer (id serial PRIMARY KEY, state types.state);
        CREATE TABLE app.orders (id integer PRIMARY KEY, customer integer REFERENCES app.customer, double integer GENERATED ALWAYS AS (types.twice(id)) STORED);
        CREATE TABLE other.log (id integer, "order" integer REFERENCES app.orders);
        CREATE INDEX orders_double ON app.orders (double);
        CREATE VIEW app.joined AS SELECT o.id FROM app.orders o JOIN app.customer c ON c.id = o.customer;
        CREATE VIEW other.logged AS SELECT id FROM other.log;
        COMMENT ON TABLE app.customer IS 'who'; COMMENT ON TABLE app.orders IS 'what'; COMMENT ON FUNCTION app.lonely() IS 'alone';
        INSERT INTO app.customer (state) SELECT 'new' FROM generate_series(1, 10); INSERT INTO app.orders SELECT g, g FROM generate_series(1, 5) g;
        """;

    private const string Names = """
        SELECT string_agg(name, ' ' ORDER BY name) FROM (
            SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relnamespace::regnamespace::text IN ('app', 'other', 'types') AND relkind IN ('r', 'v', 'S')
            UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p WHERE pronamespace::regnamespace::text IN ('app', 'other', 'types')
            UNION ALL SELECT t.oid::regtype::text FROM pg_type t WHERE typtype = 'e'
            UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'f' AND connamespace::regnamespace::text <> 'pgmigrate') x
        """;

    [Fact]
    public async Task Brings_a_table_with_what_it_needs_and_what_hangs_on_it()
    {
        var request = await servers.DatabaseWithAsync(Sample) with { Selection = new() { Tables = ["app.orders"] } };

        var result = await Cloning.RunAsync(request);

        Assert.Equal("app.orders types.twice(integer)", await Sql.ScalarAsync<string>(request.Destination, Names));
        Assert.Equal(5L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM app.orders"));
        Assert.Equal("what", await Sql.ScalarAsync<string>(request.Destination, "SELECT obj_description('app.orders'::regclass)"));
        Assert.Equal("FK CONSTRAINT app orders orders_customer_fkey", Assert.Single(result.Findings).Object);
    }

    [Fact]
    public async Task Brings_a_schema_with_what_it_needs_of_others()
    {
        var request = await servers.DatabaseWithAsync(Sample) with { Selection = new() { Schemas = ["app"] } };

        var result = await Cloning.RunAsync(request);

        Assert.Equal(
            "app.customer app.customer_id_seq app.joined app.lonely() app.orders orders_customer_fkey types.state types.twice(integer)",
            await Sql.ScalarAsync<string>(request.Destination, Names));
        Assert.Equal(11L, await Sql.ScalarAsync<long>(request.Destination, "SELECT nextval('app.customer_id_seq')"));
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task Brings_the_sequence_of_an_identity_with_its_table()
    {
        var request = await servers.DatabaseWithAsync("CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, v text); CREATE TABLE u (); INSERT INTO t (v) VALUES ('a')")
            with
        { Selection = new() { Tables = ["t"] } };

        await Cloning.RunAsync(request);

        Assert.Equal(2, await Sql.ScalarAsync<int>(request.Destination, "INSERT INTO t (v) VALUES ('b') RETURNING id"));
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT to_regclass('u') IS NOT NULL"));
    }

    [Fact]
    public async Task Leaves_out_what_is_excluded_and_tells_what_needed_it()
    {
        var request = await servers.DatabaseWithAsync(Sample) with { Selection = new() { ExcludeTables = ["*.customer"] } };

        var result = await Cloning.RunAsync(request);

        Assert.DoesNotContain("app.joined", await Sql.ScalarAsync<string>(request.Destination, Names), StringComparison.Ordinal);
        Assert.Equal(
            ["FK CONSTRAINT app orders orders_customer_fkey", "VIEW app joined"], result.Findings.Select(finding => finding.Object).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Leaves_out_an_extension_with_all_that_needs_it()
    {
        var request = await servers.DatabaseWithAsync("SELECT 1") with { ExcludeExtensions = ["CITEXT"] };
        if (!await Sql.ScalarAsync<bool>(request.Source, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citext')"))
        {
            Assert.Skip("The extension citext is not available.");
        }

        await Sql.ExecuteAsync(request.Source, "CREATE EXTENSION citext; CREATE TABLE needs (v citext); CREATE TABLE stays (v text); INSERT INTO stays VALUES ('a')");

        var result = await Cloning.RunAsync(request);

        Assert.Equal("TABLE public needs", Assert.Single(result.Findings).Object);
        Assert.Equal(["stays"], result.Tables.Select(table => table.Table));
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citext')"));
    }
}
