using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class RowsEntriesTests(TestServers servers)
{
    private const string Tables = """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('sad', 'ok');
        CREATE TABLE app.t (id serial, "Odd ""Column" text, twice integer GENERATED ALWAYS AS (1 * 2) STORED, gone integer, n bigint GENERATED ALWAYS AS IDENTITY);
        ALTER TABLE app.t DROP COLUMN gone;
        CREATE TABLE app.nothing ();
        CREATE TABLE app.ranged (n integer, m app.mood) PARTITION BY RANGE (n);
        CREATE TABLE app.ranged_1 PARTITION OF app.ranged FOR VALUES FROM (0) TO (5);
        CREATE TABLE app."Hashed ""Root" (n integer, m app.mood) PARTITION BY LIST (n);
        CREATE TABLE app.hashed PARTITION OF app."Hashed ""Root" FOR VALUES IN (1) PARTITION BY HASH (m);
        CREATE TABLE app.hashed_0 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 1, REMAINDER 0);
        CREATE TABLE app.heir () INHERITS (app.t);
        CREATE SEQUENCE app."Odd 'Seq";
        SELECT setval('app."Odd ''Seq"', 42), setval('app.t_n_seq', 7, false);
        """;

    [Fact]
    public async Task Writes_rows_and_positions_of_sequences_as_pg_dump_does()
        => await SchemaCheck.RequireSameDataAsPgDumpAsync(servers, Tables);

    [Fact]
    public async Task Loads_after_the_table_and_says_how_much_there_is()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, "CREATE TABLE filled (a integer); INSERT INTO filled SELECT generate_series(1, 1000); ANALYZE filled");

        var entries = await SchemaCheck.ReadAsync(endpoint);

        var table = entries.Single(entry => entry.Desc == TocDesc.Table);
        var rows = entries.Single(entry => entry.HasData);
        Assert.Equal(
            (TocSection.Data, "COPY public.filled (a) FROM stdin;\n", (long?)1000, 'r'), (rows.Section, rows.CopyStatement, rows.DataRows, rows.RelationKind));
        Assert.Equal([table.DumpId], rows.Dependencies);
        Assert.True(rows.DataBytes >= 32768, $"{rows.DataBytes} bytes");
    }
}
