using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>The statements that would make the destination like the source do so, when somebody runs them.</summary>
public sealed class RepairScriptTests(TestServers servers)
{
    [Theory]
    [MemberData(nameof(RowDamageTests.Damage), MemberType = typeof(RowDamageTests))]
    public async Task Mends_every_damage(string damage, string difference)
    {
        var (source, destination) = await servers.TwinsAsync(ValueMatrix.Schema + ValueMatrix.Rows);
        await Sql.ExecuteAsync(destination, damage);

        await MendAsync(source, destination);

        Assert.NotEmpty(difference);
        Comparing.AssertSame(await Comparing.RunAsync(source, destination));
    }

    [Fact]
    public async Task Mends_what_refers_to_each_other_and_what_numbers_itself()
    {
        var (source, destination) = await servers.TwinsAsync("""
            CREATE TABLE parent (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
            CREATE TABLE child (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES parent, number integer GENERATED ALWAYS AS IDENTITY, twice integer GENERATED ALWAYS AS (id * 2) STORED);
            CREATE TABLE nullable (a integer, b text, c text, UNIQUE (a, b));
            CREATE TABLE "Quoted ' name" ("it's" text PRIMARY KEY, "back\slash" text, "WHERE" money);
            CREATE TABLE no_columns ();
            INSERT INTO parent (name) SELECT 'parent ' || n FROM generate_series(1, 10) n;
            INSERT INTO child (id, parent) SELECT n, n % 10 + 1 FROM generate_series(1, 20) n;
            INSERT INTO nullable VALUES (1, NULL, 'x'), (1, NULL, 'x'), (1, NULL, 'y'), (NULL, NULL, NULL), (2, 'b', 'z');
            INSERT INTO "Quoted ' name" VALUES (E'a\'\\b\n', E'\\c\t', '12.34'), ('b', '', '1'), ('\', NULL, NULL);
            INSERT INTO no_columns DEFAULT VALUES;
            """);
        await Sql.ExecuteAsync(destination, """
            DELETE FROM child WHERE parent = 3; DELETE FROM parent WHERE id = 3; INSERT INTO parent OVERRIDING SYSTEM VALUE VALUES (30, 'new');
            INSERT INTO child OVERRIDING SYSTEM VALUE VALUES (99, 30, 5); UPDATE parent SET name = 'it''s \ other' WHERE id = 4;
            DELETE FROM child WHERE id = 7; INSERT INTO child OVERRIDING SYSTEM VALUE VALUES (7, 8, 4711);
            UPDATE nullable SET c = 'changed' WHERE ctid = (SELECT min(ctid) FROM nullable WHERE c = 'x'); INSERT INTO nullable VALUES (NULL, NULL, NULL), (NULL, NULL, NULL);
            DELETE FROM "Quoted ' name" WHERE "it's" = 'b'; UPDATE "Quoted ' name" SET "back\slash" = 'x', "WHERE" = '1';
            INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES
            """);

        await MendAsync(source, destination);

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));
    }

    [Fact]
    public async Task Says_why_a_row_is_not_mended()
    {
        var (source, destination) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t VALUES (1, repeat('x', 300000))");
        await Sql.ExecuteAsync(destination, "UPDATE t SET v = 'y'");

        var table = await Comparing.OneAsync(new RowComparisonRequest { Source = source, Destination = destination, WithRepair = true });

        Assert.Equal("-- \"public\".\"t\" (1) is not repaired: the value of v is too long for a script.", table.Differences.Single().Repair);
    }

    [Fact]
    public void Is_empty_where_nothing_differs()
        => Assert.Empty(RepairScript.Of([new() { Schema = "public", Table = "t", IsMatch = true }]));

    private static async Task MendAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var tables = await Comparing.RunAsync(new RowComparisonRequest { Source = source, Destination = destination, WithRepair = true });
        Assert.Contains(tables, table => !table.IsMatch);
        var script = RepairScript.Of(tables);
        try
        {
            await Sql.ExecuteAsync(destination, string.Join('\n', script));
        }
        catch (Npgsql.PostgresException error)
        {
            Assert.Fail($"{error.MessageText}\n{string.Join('\n', script)}");
        }
    }
}
