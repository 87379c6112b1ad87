using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

public sealed class DatabaseCopyTests(TestServers servers)
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.state AS ENUM ('new', 'paid');
        CREATE FUNCTION shop.twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
        CREATE TABLE shop.customer (id serial, name text NOT NULL DEFAULT 'it''s', CONSTRAINT named CHECK (name <> ''));
        CREATE TABLE shop.orders (
            id bigint GENERATED ALWAYS AS IDENTITY, customer integer, state shop.state DEFAULT 'new', total numeric(10, 2),
            double integer GENERATED ALWAYS AS (shop.twice(customer)) STORED);
        CREATE TABLE shop.nothing ();
        CREATE SEQUENCE shop.free START 7 INCREMENT -2 MINVALUE -100 MAXVALUE 10;
        COMMENT ON TABLE shop.orders IS 'what was ordered';
        COMMENT ON COLUMN shop.orders.total IS 'with tax';
        INSERT INTO shop.customer (name) SELECT 'customer ' || g FROM generate_series(1, 500) g;
        INSERT INTO shop.orders (customer, state, total) SELECT g % 500 + 1, 'paid', g / 3.0 FROM generate_series(1, 3000) g;
        SELECT nextval('shop.free'), nextval('shop.free');
        """;

    [Fact]
    public async Task Brings_objects_rows_and_positions()
    {
        var request = await servers.DatabaseWithAsync(Shop);

        var result = await Cloning.RequireSameAsync(request);

        Assert.Equal(3500, result.Rows);
        Assert.Equal(["shop.customer", "shop.nothing", "shop.orders"], result.Tables.Select(table => $"{table.Schema}.{table.Table}"));
        Assert.Equal(3L, await Sql.ScalarAsync<long>(request.Destination, "SELECT nextval('shop.free')"));
    }

    [Fact]
    public async Task Copies_nothing_twice()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Cloning.RunAsync(request);

        var again = await Cloning.RunAsync(request);

        Assert.Equal(DatabaseCopyStatus.AlreadyCopied, again.Status);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Refuses_a_destination_that_has_objects()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Sql.ExecuteAsync(request.Destination, "CREATE TABLE mine (id integer); INSERT INTO mine VALUES (1)");

        var refusal = await Cloning.FailsAsync(request);

        Assert.Equal("DestinationNotEmpty", refusal.ErrorId);
        Assert.Contains("public.mine", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM mine"));
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT to_regnamespace('shop') IS NOT NULL"));
    }

    [Fact]
    public async Task Adds_to_what_is_there_when_forced()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Sql.ExecuteAsync(request.Destination, "CREATE TABLE mine (id integer)");

        var result = await Cloning.RunAsync(request with { Force = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Sql.ExecuteAsync(request.Destination, "DROP TABLE mine");
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Drops_first_what_it_creates_when_it_cleans()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Cloning.RunAsync(request);
        await Sql.ExecuteAsync(request.Destination, "DELETE FROM shop.orders; ALTER TABLE shop.customer DROP COLUMN name");

        await Cloning.RequireSameAsync(request with { Restart = true, Clean = true, IfExists = true });
    }

    [Fact]
    public async Task Names_the_entry_that_fails_and_its_statement()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Sql.ExecuteAsync(request.Destination, "CREATE SCHEMA shop; CREATE TYPE shop.state AS ENUM ()");

        var failure = await Cloning.FailsAsync(request with { Force = true, Clean = false });

        Assert.Equal(("EntryFailed", "SCHEMA - shop"), (failure.ErrorId, failure.Subject));
        Assert.Contains("CREATE SCHEMA shop", failure.Statement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_after_failures_and_tells_of_each()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Sql.ExecuteAsync(request.Destination, "CREATE SCHEMA shop; CREATE TYPE shop.state AS ENUM ('new', 'paid')");

        var result = await Cloning.RunAsync(request with { Force = true, ContinueOnError = true });

        Assert.Equal(DatabaseCopyStatus.CompletedWithErrors, result.Status);
        Assert.Equal(["SCHEMA shop", "TYPE state"], result.Failures.Select(failure => $"{failure.Kind} {failure.Name}"));
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Tells_of_a_table_that_does_not_fit_and_brings_the_others()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        await Sql.ExecuteAsync(request.Destination, "CREATE SCHEMA shop; CREATE TABLE shop.customer (id integer); CREATE TABLE shop.nothing (id integer)");

        var result = await Cloning.RunAsync(request with { Force = true, ContinueOnError = true });

        Assert.Contains("TABLE DATA customer", result.Failures.Select(failure => $"{failure.Kind} {failure.Name}"));
        Assert.Equal(3000L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM shop.orders"));
    }

    [Fact]
    public async Task Brings_a_schema_alone_and_rows_alone()
    {
        var request = await servers.DatabaseWithAsync(Shop);

        await Cloning.RunAsync(request with { Sections = DatabaseSections.PreData | DatabaseSections.PostData });
        Assert.Equal(0L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM shop.orders"));
        await Cloning.RunAsync(request with { Sections = DatabaseSections.Data });

        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }
}
