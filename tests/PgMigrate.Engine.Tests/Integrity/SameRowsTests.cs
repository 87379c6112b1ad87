using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>Copies that are whole, whatever else is not the same at both ends.</summary>
public sealed class SameRowsTests(TestServers servers)
{
    private const string OtherSettings = """
        DO $$
        DECLARE setting text;
        BEGIN
            FOREACH setting IN ARRAY ARRAY['datestyle = ''SQL, DMY''', 'timezone = ''Pacific/Chatham''', 'intervalstyle = iso_8601', 'bytea_output = escape',
                                           'extra_float_digits = -15', 'lc_monetary = ''C''', 'xmlbinary = hex', 'search_path = nowhere', 'enable_hashagg = off'] LOOP
                EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting);
            END LOOP;
        END $$
        """;

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Every_type_is_the_same_in_another_version(int major)
    {
        var (source, destination) = await servers.TwinsAsync(ValueMatrix.Schema + ValueMatrix.Rows, 13, major);
        await Sql.ExecuteAsync(destination, OtherSettings);

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));
        Comparing.AssertSame(await Comparing.RunAsync(new RowComparisonRequest { Source = source, Destination = destination, Level = IntegrityLevel.Full }));
    }

    [Fact]
    public async Task Columns_may_stand_in_another_order_and_have_had_others_between_them()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, "CREATE TABLE t (a integer, \"B\" text, c date); INSERT INTO t SELECT n, 'b' || n, date '2024-01-01' + n FROM generate_series(1, 3000) n");
        await Sql.ExecuteAsync(
            destination,
            """
            CREATE TABLE t (c date, gone text, a bigint, more text); ALTER TABLE t DROP gone; ALTER TABLE t ADD "B" varchar(20);
            INSERT INTO t (a, "B", c) SELECT n, 'b' || n, date '2024-01-01' + n FROM generate_series(3000, 1, -1) n
            """);

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));
    }

    [Fact]
    public async Task Partitions_are_the_same_as_one_plain_table()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        const string Rows = "INSERT INTO t SELECT n, 'row ' || n FROM generate_series(1, 5000) n; ANALYZE";
        await Sql.ExecuteAsync(
            source,
            "CREATE TABLE t (id integer PRIMARY KEY, v text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (2000);"
            + "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (2000) TO (9000) PARTITION BY HASH (id); CREATE TABLE t3 PARTITION OF t2 FOR VALUES WITH (MODULUS 1, REMAINDER 0);" + Rows);
        await Sql.ExecuteAsync(destination, "CREATE TABLE t (id integer PRIMARY KEY, v text);" + Rows);

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));

        await Sql.ExecuteAsync(source, "UPDATE t SET v = 'other' WHERE id = 4711; DELETE FROM t WHERE id = 17");
        var table = await Comparing.OneAsync(source, destination);
        Assert.Equal("(id=17) extra\n(id=4711) changed: v: other -> row 4711", table.Lines());
    }

    [Fact]
    public async Task Tables_of_every_shape_are_the_same()
    {
        var columns = string.Join(", ", Enumerable.Range(1, 1600).Select(number => $"c{number} smallint"));
        var (source, destination) = await servers.TwinsAsync($""""
            CREATE TABLE no_rows (id integer PRIMARY KEY, v text);
            CREATE TABLE no_columns (); INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES;
            CREATE TABLE wide ({columns}); INSERT INTO wide (c1, c1600) VALUES (1, 2), (1, 3), (NULL, NULL);
            CREATE TABLE parent (id integer PRIMARY KEY); CREATE TABLE child (extra text) INHERITS (parent); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 'x');
            CREATE TABLE computed (id integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) STORED); INSERT INTO computed VALUES (1), (2);
            CREATE SCHEMA "Odd ""schema"""; CREATE TABLE "Odd ""schema"""."t WHERE 'x'" ("select" integer, "a""b" text, " WHERE " text, "ctid " text, PRIMARY KEY ("select", "a""b"));
            INSERT INTO "Odd ""schema"""."t WHERE 'x'" VALUES (1, E'tab\t', E'line\n', '\N'), (1, E'back\\slash', '', NULL);
            """");

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));
        Comparing.AssertSame(await Comparing.RunAsync(new RowComparisonRequest { Source = source, Destination = destination, Level = IntegrityLevel.Full }));
        Comparing.AssertSame(await Comparing.RunAsync(new RowComparisonRequest { Source = source, Destination = destination, Level = IntegrityLevel.Sample }));

        await Sql.ExecuteAsync(
            destination,
            """"
            INSERT INTO no_columns DEFAULT VALUES; UPDATE wide SET c800 = 7 WHERE c1600 = 3; UPDATE "Odd ""schema"""."t WHERE 'x'" SET " WHERE " = 'x' WHERE "a""b" LIKE 'tab%';
            UPDATE child SET id = 2
            """");
        var tables = (await Comparing.RunAsync(source, destination)).ToDictionary(table => table.Table);
        Assert.Equal("(no key) extra", tables["no_columns"].Lines());
        Assert.Equal(2, tables["wide"].Differences.Count);
        Assert.Equal(["Extra", "Missing"], tables["child"].Differences.Select(difference => difference.Kind.ToString()).Order());
        Assert.True(tables["parent"].IsMatch);
        Assert.Equal("(select=1, a\"b=tab\t) changed:  WHERE : line\n -> x", tables["t WHERE 'x'"].Lines());
    }

    [Fact]
    public async Task Encodings_and_collations_may_differ()
    {
        await using var server = await PrivateServer.StartAsync();
        await Sql.ExecuteAsync(server.Endpoint, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        await Sql.ExecuteAsync(server.Endpoint, "CREATE DATABASE unicode ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0");
        var (source, destination) = (server.Endpoint with { Database = "latin" }, server.Endpoint with { Database = "unicode" });
        await Sql.ExecuteAsync(source, "CREATE TABLE t (name text PRIMARY KEY, v text); INSERT INTO t SELECT 'Käse ' || n, 'Ñandú ' || n FROM generate_series(1, 3000) n; ANALYZE");
        await Sql.ExecuteAsync(
            destination,
            "CREATE TABLE t (name text COLLATE \"und-x-icu\" PRIMARY KEY, v text); INSERT INTO t SELECT 'Käse ' || n, 'Ñandú ' || n FROM generate_series(1, 3000) n; ANALYZE");

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));

        await Sql.ExecuteAsync(destination, "UPDATE t SET v = 'Nandú 7' WHERE name = 'Käse 7'; DELETE FROM t WHERE name = 'Käse 2999'");
        Assert.Equal("(name=Käse 7) changed: v: Ñandú 7 -> Nandú 7\n(name=Käse 2999) missing", (await Comparing.OneAsync(source, destination)).Lines());
    }

    [Fact]
    public async Task Rows_that_row_security_hides_are_not_called_the_same()
    {
        var (source, destination) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        var reader = await Transfer.Copying.CreateRoleAsync(source);
        await Sql.ExecuteAsync(source, $"GRANT SELECT ON t TO {reader.Username}");

        var table = await Comparing.OneAsync(reader, destination);

        Assert.False(table.IsMatch);
        Assert.Equal("PermissionDenied", table.Error?.ErrorId);
        Assert.Contains("row-level security", table.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_longer_than_a_text_can_be_is_compared_column_by_column()
    {
        var (source, destination) = await servers.TwinsAsync("""
            CREATE TABLE t (id integer PRIMARY KEY, a text, b text, c text, d bytea);
            INSERT INTO t VALUES (1);
            UPDATE t SET a = repeat('abcdefgh', 40000000);
            UPDATE t SET b = repeat('ijklmnop', 40000000);
            UPDATE t SET c = repeat('q', 400000000);
            UPDATE t SET d = convert_to(repeat('x', 100000000), 'UTF8');
            """);

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));

        await Sql.ExecuteAsync(destination, "UPDATE t SET b = left(b, -1) || 'q'; UPDATE t SET d = set_byte(d, 99999999, 0)");
        var difference = Assert.Single((await Comparing.OneAsync(source, destination)).Differences);
        Assert.Equal(["b", "d"], difference.Values.Select(value => value.Column));
        Assert.All(difference.Values, value => Assert.True(value.IsShortened));
        Assert.EndsWith("(320,000,000 bytes)", difference.Values[0].Source, StringComparison.Ordinal);
        Assert.EndsWith("(100,000,000 bytes)", difference.Values[1].Destination, StringComparison.Ordinal);
    }
}
