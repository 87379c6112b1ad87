using System.Globalization;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Values and tables at the edge of what PostgreSQL knows, between versions and encodings.</summary>
public sealed class CopyValueTests(TestServers servers)
{
    private const string Types = """
        CREATE TYPE mood AS ENUM ('sad', 'so so', 'it''s "fine", \o/');
        CREATE TYPE pair AS (a int, b text, c mood);
        CREATE DOMAIN positive AS numeric CHECK (VALUE > 0);
        CREATE DOMAIN small_id AS int;
        CREATE TYPE float_range AS RANGE (subtype = float8);
        """;

    private const string Values = """"
        CREATE TABLE built_in (id int PRIMARY KEY, b bytea, f real, d double precision, n numeric, day date, ts timestamp, tz timestamptz, t time, iv interval,
            ints int[], texts text[], r int4range, j json, jb jsonb, u uuid, ip inet, bits bit varying, x xml, p point, ts_v tsvector, c char(5), nm name, m money);
        INSERT INTO built_in VALUES
            (1, '\x00ff0a5c', 'NaN', 'Infinity', 'NaN', 'infinity', '-infinity', 'infinity', '24:00', '-1 year 2 days', '{}', '{}', 'empty', '{ "a" : 1 }', '{"a": 1}',
             '00000000-0000-0000-0000-000000000000', '::1/64', B'', '<a/>', '(1,2)', 'a:1 b:2', 'x', 'n', '1.50'),
            (2, '', '-Infinity', '-0', '-1e-100', '4713-01-01 BC', '0044-03-15 12:00:00 BC', '294276-12-31 23:59:59.999999+00', '00:00', '0', '[2:3]={1,NULL}',
             ARRAY['a,b', NULL, 'NULL', '', E'tab\t\\ "q"', E'line\nbreak'], '(,5)', 'null', '"\u00e9"', gen_random_uuid(), '10.0.0.0/8', B'101', '', '(NaN,Infinity)', '', '', '', '-99.99');
        INSERT INTO built_in (id) VALUES (3);
        CREATE TABLE own (id small_id PRIMARY KEY, m mood, ms mood[], p pair, ps pair[], d positive, ds positive[], r float_range, rc regclass);
        INSERT INTO own VALUES
            (1, 'sad', '{}', '(1,"x, ""y""",sad)', ARRAY[ROW(1, NULL, 'so so')::pair, NULL], 0.1, '{1,NULL}', '[1,)', 'pg_class'),
            (2, 'it''s "fine", \o/', ARRAY['it''s "fine", \o/', NULL]::mood[], NULL, NULL, NULL, NULL, 'empty', NULL),
            (3, NULL, NULL, '(,,)', '{}', NULL, '{}', NULL, NULL);
        CREATE TABLE "no columns" ();
        INSERT INTO "no columns" DEFAULT VALUES;
        INSERT INTO "no columns" DEFAULT VALUES;
        CREATE TABLE "quoted "" Name, 1" ("a ""b""" int, "select" text, " leading" text, "Ümläut" text);
        INSERT INTO "quoted "" Name, 1" VALUES (1, '\N', '\.', E'\r\n');
        """";

    private static readonly string[] Tables = ["built_in", "own", "\"no columns\"", "\"quoted \"\" Name, 1\""];

    [Theory]
    [InlineData(TestServers.Default, TestServers.Default)]
    [InlineData(13, 18)]
    [InlineData(18, 13)]
    public async Task Every_type_arrives_between_versions(int from, int to)
    {
        var source = await servers.CreateDatabaseAsync(from);
        var destination = await servers.CreateDatabaseAsync(to);
        // Other OIDs than the source's, and other columns in between.
        await Sql.ExecuteAsync(destination, "CREATE TYPE before AS ENUM ('x'); CREATE TYPE before2 AS (a int);" + Types);
        await Sql.ExecuteAsync(source, Types + Values);
        await Sql.ExecuteAsync(destination, Values);
        await Sql.ExecuteAsync(destination, "TRUNCATE built_in, own, \"no columns\", \"quoted \"\" Name, 1\"; ALTER TABLE built_in DROP COLUMN iv, ADD COLUMN iv interval");
        await Sql.ExecuteAsync(source, "ALTER TABLE built_in DROP COLUMN m"); // Money's text follows lc_monetary.
        await Sql.ExecuteAsync(destination, "ALTER TABLE built_in DROP COLUMN m");

        var results = await Copying.RunAsync(new() { Source = source, Destination = destination });

        Assert.All(results, result => Assert.True(result.Status == TableCopyStatus.Completed, $"{result}: {result.ErrorMessage}"));
        Assert.Equal(2, results.Single(result => result.Table == "no columns").Rows);
        await Sql.ExecuteAsync(source, "ALTER TABLE built_in RENAME iv TO was; ALTER TABLE built_in ADD COLUMN iv interval; UPDATE built_in SET iv = was; ALTER TABLE built_in DROP COLUMN was");
        await AssertTextsSameAsync(source, destination, Tables);
    }

    [Theory]
    [InlineData("hstore", "'a => 1, \"b c\" => NULL'")]
    [InlineData("citext", "'MiXed'")]
    public async Task Types_of_extensions_arrive(string type, string value)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        if (!await Sql.ScalarAsync<bool>(source, $"SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = '{type}')")) Assert.Skip($"The extension {type} is not installed.");
        foreach (var database in new[] { source, destination }) await Sql.ExecuteAsync(database, $"CREATE EXTENSION {type}; CREATE TABLE t (id int, v {type}, vs {type}[])");
        await Sql.ExecuteAsync(source, $"INSERT INTO t VALUES (1, {value}, ARRAY[{value}, NULL]::{type}[]), (2, NULL, '{{}}')");

        var result = Assert.Single(await Copying.RunAsync(new() { Source = source, Destination = destination }));

        Assert.Equal(TableCopyStatus.Completed, result.Status);
        await AssertTextsSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task A_table_of_five_hundred_columns_and_a_value_of_fifty_megabytes_arrive()
    {
        var columns = string.Join(", ", Enumerable.Range(1, 500).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"column {number}\" int DEFAULT {number}")));
        var (source, destination) = await servers.DatabasesAsync($"CREATE TABLE wide ({columns}); CREATE TABLE heavy (id int PRIMARY KEY, b bytea, t text);");
        await Sql.ExecuteAsync(source, """
            INSERT INTO wide DEFAULT VALUES;
            INSERT INTO wide SELECT * FROM wide;
            INSERT INTO heavy SELECT 1, decode(repeat(md5('x'), 1638400), 'hex'), repeat(E'0123456789abcdef\n\t\\', 2500000);
            """);

        var results = await Copying.RunAsync(new() { Source = source, Destination = destination });

        Assert.All(results, result => Assert.True(result.Status == TableCopyStatus.Completed, $"{result}: {result.ErrorMessage}"));
        const string Sum = "SELECT md5(b) || md5(t) || length(b) || length(t) FROM heavy";
        Assert.Equal(await Sql.ScalarAsync<string>(source, Sum), await Sql.ScalarAsync<string>(destination, Sum));
        await Copying.AssertSameAsync(source, destination, "wide");
    }

    [Fact]
    public async Task Rows_of_partitions_that_an_enums_hash_chooses_go_through_the_root()
    {
        const string Parted = """
            CREATE TABLE t (m mood, id int) PARTITION BY HASH (m);
            CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 0);
            CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 1);
            CREATE TABLE t_2 PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 2);
            """;
        const string Mood = "CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');";
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, Mood + Parted + "INSERT INTO t SELECT m, g FROM unnest(enum_range(NULL::mood)) m, generate_series(1, 100) g; ANALYZE");
        await Sql.ExecuteAsync(destination, "CREATE TYPE other AS ENUM ('x', 'y', 'z');" + Mood + Parted);

        var result = Assert.Single(await Copying.RunAsync(new() { Source = source, Destination = destination, BatchSize = 50, ThrottleLimit = 3 }));

        Assert.Equal((TableCopyStatus.Completed, 800L), (result.Status, result.Rows));
        await AssertTextsSameAsync(source, destination, "t");
        // A row in a partition that its hash does not choose would not be found by its key.
        Assert.Equal(100L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t WHERE m = 'd'"));
    }

    [Fact]
    public async Task Text_of_a_database_in_latin_1_arrives_and_what_it_can_not_hold_is_refused_by_name()
    {
        var (utf8, latin) = (await servers.CreateDatabaseAsync(), await CreateEncodedAsync("LATIN1"));
        await Sql.ExecuteAsync(latin, "CREATE TABLE t (id int PRIMARY KEY, v text, \"größe\" text[]); INSERT INTO t VALUES (1, 'Größe', '{é,ü}')");
        await Sql.ExecuteAsync(utf8, "CREATE TABLE t (id int PRIMARY KEY, v text, \"größe\" text[])");

        Assert.Equal(TableCopyStatus.Completed, Assert.Single(await Copying.RunAsync(new() { Source = latin, Destination = utf8 })).Status);
        Assert.Equal("(1,Größe,\"{é,ü}\")", await Sql.ScalarAsync<string>(utf8, "SELECT t::text FROM t"));

        await Sql.ExecuteAsync(utf8, "INSERT INTO t VALUES (2, '€', NULL)");
        var back = Assert.Single(await Copying.RunAsync(new() { Source = utf8, Destination = latin, Mode = CopyMode.Upsert }));
        Assert.Equal("ValueRefused", back.Error!.ErrorId);
        Assert.Equal("22P05", back.Error.SqlState);
    }

    [Fact]
    public async Task Bytes_of_a_database_without_encoding_arrive_where_they_are_utf_8_and_are_refused_where_not()
    {
        var (ascii, utf8) = (await CreateEncodedAsync("SQL_ASCII"), await servers.CreateDatabaseAsync());
        const string Table = "CREATE TABLE t (id int PRIMARY KEY, v text, vs text[]);";
        await Sql.ExecuteAsync(ascii, Table + "INSERT INTO t VALUES (1, 'Größe', '{é}')");
        await Sql.ExecuteAsync(utf8, Table);
        Assert.Equal(TableCopyStatus.Completed, Assert.Single(await Copying.RunAsync(new() { Source = ascii, Destination = utf8 })).Status);
        Assert.Equal("Größe", await Sql.ScalarAsync<string>(utf8, "SELECT v FROM t"));

        await Sql.ExecuteAsync(ascii, @"INSERT INTO t VALUES (2, E'\377', NULL)");
        var result = Assert.Single(await Copying.RunAsync(new() { Source = ascii, Destination = utf8, Mode = CopyMode.Upsert }));
        Assert.Equal("ValueRefused", result.Error!.ErrorId);
        Assert.Equal("22021", result.Error.SqlState);
    }

    private async Task<DatabaseEndpoint> CreateEncodedAsync(string encoding)
    {
        var server = await servers.ServerAsync();
        var name = "encoded_" + Guid.NewGuid().ToString("N");
        await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0");
        return server.Endpoint with { Database = name };
    }

    private static async Task AssertTextsSameAsync(DatabaseEndpoint source, DatabaseEndpoint destination, params string[] tables)
    {
        foreach (var table in tables)
        {
            var query = $"SET extra_float_digits = 3; SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t";
            Assert.Equal(await Sql.ScalarAsync<string>(source, query), await Sql.ScalarAsync<string>(destination, query));
        }
    }
}
