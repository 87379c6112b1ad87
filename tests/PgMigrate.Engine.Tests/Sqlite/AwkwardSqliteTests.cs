using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>Files that SQLite takes without a word, moved for real.</summary>
public sealed class AwkwardSqliteTests(TestServers servers)
{
    [Fact]
    public async Task Text_that_references_an_integer_key_becomes_the_integer_that_it_spells()
    {
        var destination = await MoveAsync("""
            CREATE TABLE person (id INTEGER PRIMARY KEY);
            CREATE TABLE pet (id INTEGER PRIMARY KEY, owner TEXT REFERENCES person(id));
            INSERT INTO person VALUES (1), (-20), (9223372036854775807);
            INSERT INTO pet (owner) VALUES ('1'), ('-20'), ('9223372036854775807'), (NULL);
            """);

        Assert.Equal("-20,1,9223372036854775807", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(owner::text, ',' ORDER BY owner) FROM pet"));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'pet'::regclass"));
    }

    [Theory]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("-0")]
    [InlineData("1 ")]
    [InlineData("")]
    [InlineData("9223372036854775808")]
    public async Task Text_that_spells_an_integer_in_another_way_is_told(string text)
    {
        using var file = new SqliteTestFile($"""
            CREATE TABLE person (id INTEGER PRIMARY KEY);
            CREATE TABLE pet (id INTEGER PRIMARY KEY, owner TEXT REFERENCES person(id));
            INSERT INTO pet (owner) VALUES ('{text}');
            """);

        var results = await Copying.RunAsync(new() { Source = file.Endpoint, Destination = await servers.CreateDatabaseAsync(), CreateTable = true });

        Assert.Equal("UnsuitableValue", results.Single(result => result.Table == "pet").Error!.ErrorId);
    }

    [Fact]
    public async Task Deeply_nested_jsonb_is_compared()
    {
        var nested = new string('[', 500) + new string(']', 500);
        await MoveAsync($"CREATE TABLE t (id INTEGER PRIMARY KEY, doc JSONB); INSERT INTO t VALUES (1, '{nested}')");
    }

    [Fact]
    public async Task A_column_named_twice_in_a_key_is_named_once()
    {
        var destination = await MoveAsync("CREATE TABLE t (a INT, b INT, UNIQUE (a, b, a)); INSERT INTO t VALUES (1, 2)");

        Assert.Equal("UNIQUE (a, b)", await Sql.ScalarAsync<string>(destination, "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'u' AND conrelid = 't'::regclass"));
    }

    [Fact]
    public async Task Products_of_narrow_columns_have_64_bits_as_in_SQLite()
    {
        var destination = await MoveAsync("""
            CREATE TABLE t (w INT, h INT, area INTEGER AS (w * h) STORED, CHECK (w * h >= 0));
            CREATE INDEX by_area ON t (w * h);
            CREATE VIEW areas AS SELECT w * h AS area FROM t;
            INSERT INTO t VALUES (100000, 100000);
            """);

        Assert.Equal("integer", await Sql.ScalarAsync<string>(destination, "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'w'"));
        Assert.Equal(10_000_000_000, await Sql.ScalarAsync<long>(destination, "SELECT area FROM t"));
        Assert.Equal(10_000_000_000, await Sql.ScalarAsync<long>(destination, "SELECT area FROM areas"));
    }

    [Fact]
    public async Task Indexes_compute_with_points_in_time_that_are_stored_as_numbers()
    {
        var destination = await MoveAsync("""
            CREATE TABLE t (at DATETIME, ms DATETIME);
            CREATE INDEX later ON t (at + 60) WHERE ms * 2 > 0;
            INSERT INTO t VALUES (1700000000, 1700000000000);
            """);

        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_indexes WHERE indexname = 'later'"));
    }

    [Fact]
    public async Task Functions_give_what_they_gave_in_SQLite()
    {
        var destination = await MoveAsync("""
            CREATE TABLE t (
                id INTEGER PRIMARY KEY,
                name TEXT CHECK (name = upper(name)),
                low TEXT AS (lower(name) || lower('ÖL')) STORED,
                is_open INT AS (name = 'Äb' COLLATE NOCASE AND name LIKE 'Ä%') STORED,
                first INT AS (unicode(state)) STORED,
                bytes TEXT AS (hex(data)) STORED,
                data BLOB,
                state TEXT COLLATE NOCASE CHECK (state IN ('', 'Größe') AND state NOT LIKE '%Ö%'));
            INSERT INTO t (name, state) VALUES ('äB', ''), ('ÄB', 'GRößE');
            """);

        Assert.Equal(
            "äbÖl 0 no , ÄbÖl 1 71 ",
            await Sql.ScalarAsync<string>(destination, "SELECT string_agg(concat(low, ' ', is_open, ' ', coalesce(first::text, 'no'), ' ', bytes), ', ' ORDER BY id) FROM t WHERE bytes = ''"));
    }

    [Fact]
    public async Task Ranges_of_text_are_checked()
        => await MoveAsync("CREATE TABLE t (code TEXT CHECK (substr(code, 1, 1) BETWEEN 'A' AND 'Z')); INSERT INTO t VALUES ('Abc')");

    [Fact]
    public async Task A_generated_column_that_PostgreSQL_computes_by_the_type_of_the_values_is_left_out_of_the_comparison()
        => await MoveAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, untyped, twice INT AS (untyped * 2), kept TEXT AS (printf('%d', untyped))); INSERT INTO t (untyped) VALUES (21)");

    private async Task<DatabaseEndpoint> MoveAsync(string sql)
    {
        using var file = new SqliteTestFile(sql);
        var destination = await servers.CreateDatabaseAsync();
        var results = await Copying.RunAsync(new() { Source = file.Endpoint, Destination = destination, CreateTable = true });
        Assert.All(results, result => Assert.True(result.Status == TableCopyStatus.Completed, $"{result.Table}: {result.Error?.Message}"));
        await Copying.AssertEqualAsync(file.Endpoint, destination);
        return destination;
    }
}
