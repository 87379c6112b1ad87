using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>A few rows that differ among many, by keys of every kind.</summary>
public sealed class LocatedRowsTests(TestServers servers)
{
    public static TheoryData<string, string> Keys => new()
    {
        { "id integer PRIMARY KEY", "n" },
        { "id bigint PRIMARY KEY", "n * 4611686018427 - 92233720368547" },
        { "id bigint PRIMARY KEY", "CASE WHEN n < 10 THEN -9223372036854775807 + n ELSE 9223372036854775807 - n END" },
        { "id numeric PRIMARY KEY", "n / 4.0" },
        { "id uuid PRIMARY KEY", "md5(n::text)::uuid" },
        { "id text PRIMARY KEY", "CASE n % 3 WHEN 0 THEN 'a-' WHEN 1 THEN 'A_' ELSE 'ä ' END || n" },
        { "id timestamptz PRIMARY KEY", "timestamptz '2024-01-01' + n * interval '1 second'" },
        { "id bytea PRIMARY KEY", "sha256(n::text::bytea)" },
        { "id integer[] PRIMARY KEY", "ARRAY[n, n % 7]" },
        { "id integer", "n" },
        { "id integer UNIQUE", "CASE WHEN n % 10 > 0 THEN n END" },
        { "id text UNIQUE", "CASE WHEN n % 10 > 0 THEN 'k' || n END" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Ten_rows_among_many_are_found_by_any_key(string column, string value)
    {
        var (source, destination) = await servers.TwinsAsync(
            $"CREATE TABLE t ({column}, place integer, v text); INSERT INTO t SELECT {value}, n, 'value ' || n FROM generate_series(1, 50000) n; ANALYZE");
        await Sql.ExecuteAsync(
            destination,
            "UPDATE t SET v = v || '!' WHERE place % 10000 = 77; DELETE FROM t WHERE place IN (1, 25000, 50000); INSERT INTO t SELECT id, 70000, 'more' FROM t WHERE false");

        var table = await Comparing.OneAsync(source, destination);

        Assert.False(table.IsMatch);
        Assert.Equal((50000, 49997), (table.SourceRows, table.DestinationRows));
        Assert.False(table.HasMoreDifferences);
        var isKeyed = column.Contains("PRIMARY", StringComparison.Ordinal) || column.Contains("UNIQUE", StringComparison.Ordinal);
        Assert.Equal(isKeyed ? 8 : 13, table.Differences.Count);
        if (!isKeyed) return;
        Assert.Equal(5, table.Differences.Count(difference => difference.Kind == RowDifferenceKind.Changed && difference.Values.Single().Column == "v"));
        Assert.Equal(3, table.Differences.Count(difference => difference.Kind == RowDifferenceKind.Missing));
    }

    [Theory]
    [InlineData("a integer, b integer", "n / 100, n % 100")]
    [InlineData("a integer, b text", "n % 2, 'x' || n")]
    [InlineData("a text, b timestamptz", "'tenant', timestamptz '2024-01-01' + n * interval '1 second'")]
    [InlineData("a timestamptz, b integer", "timestamptz '2024-01-01', n")]
    [InlineData("a uuid, b date", "md5((n % 5)::text)::uuid, date '1900-01-01' + n")]
    public async Task A_key_of_several_columns_finds_them_too(string columns, string values)
    {
        var (source, destination) = await servers.TwinsAsync(
            $"CREATE TABLE t ({columns}, place integer, v text, PRIMARY KEY (a, b)); INSERT INTO t SELECT {values}, n, 'value ' || n FROM generate_series(1, 50000) n; ANALYZE");
        await Sql.ExecuteAsync(destination, "UPDATE t SET v = NULL WHERE place IN (5, 40000); DELETE FROM t WHERE place = 30000");

        var table = await Comparing.OneAsync(source, destination);

        Assert.Equal(["Changed", "Changed", "Missing"], table.Differences.Select(difference => difference.Kind.ToString()).Order());
        Assert.All(table.Differences, difference => Assert.Equal(["a", "b"], difference.Key.Keys));
    }

    [Fact]
    public async Task Tells_as_many_as_were_asked_for_and_that_there_are_more()
    {
        var (source, destination) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t SELECT n, 'value ' || n FROM generate_series(1, 100000) n; ANALYZE");
        await Sql.ExecuteAsync(destination, "UPDATE t SET v = 'other'");

        var table = await Comparing.OneAsync(new RowComparisonRequest { Source = source, Destination = destination, MaxDifferences = 25 });

        Assert.Equal(25, table.Differences.Count);
        Assert.True(table.HasMoreDifferences);
        Assert.All(table.Differences, difference => Assert.Equal("other", difference.Values.Single().Destination));
        Assert.True((await Comparing.OneAsync(new RowComparisonRequest { Source = source, Destination = destination, MaxDifferences = 0 })).HasMoreDifferences);
    }

    [Fact]
    public async Task A_sample_is_the_same_rows_at_both_ends_and_for_one_seed()
    {
        var (source, destination) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t SELECT n, 'value ' || n FROM generate_series(1, 20000) n");
        var request = new RowComparisonRequest { Source = source, Destination = destination, Level = IntegrityLevel.Sample, SampleSize = 2000, Seed = 42 };

        Assert.Equal((true, 2000), await OutcomeAsync(request));
        await Sql.ExecuteAsync(destination, "DELETE FROM t WHERE id % 100 = 7; INSERT INTO t VALUES (-1, 'extra'); UPDATE t SET v = v || '!' WHERE id % 50 = 3");
        var table = await Comparing.OneAsync(request);

        Assert.False(table.IsMatch);
        Assert.InRange(table.Differences.Count, 20, 100);
        Assert.All(table.Differences, difference => Assert.True(
            difference.Kind == RowDifferenceKind.Missing ? int.Parse(difference.Key["id"]!, null) % 100 == 7 : difference.Kind == RowDifferenceKind.Extra || int.Parse(difference.Key["id"]!, null) % 50 == 3,
            difference.ToString()));
        Assert.Equal(table.Lines(), (await Comparing.OneAsync(request)).Lines());
        Assert.NotEqual(table.Lines(), (await Comparing.OneAsync(request with { Seed = 43 })).Lines());
    }

    [Fact]
    public async Task A_count_finds_no_more_than_numbers_and_Full_tells_what_the_columns_hold()
    {
        var (source, destination) = await servers.TwinsAsync(
            "CREATE TABLE t (id integer PRIMARY KEY, v text, n numeric, at timestamptz, b bytea); INSERT INTO t SELECT n, 'value ' || n, n * 1.5, timestamptz '2024-01-01 00:00+00' + n * interval '1 day', 'ab' FROM generate_series(1, 10) n");
        await Sql.ExecuteAsync(destination, "UPDATE t SET v = NULL, n = n + 1, b = 'abc' WHERE id = 10");
        var request = new RowComparisonRequest { Source = source, Destination = destination, Level = IntegrityLevel.Count };

        Assert.Equal((true, null), await OutcomeAsync(request));
        var full = await Comparing.OneAsync(request with { Level = IntegrityLevel.Full });

        Assert.Equal(["b", "n", "v"], full.Columns.Where(column => !column.IsMatch).Select(column => column.Column));
        var numbers = full.Columns.Single(column => column.Column == "n");
        Assert.Equal(new ColumnFigures { Nulls = 0, Minimum = "1.5", Maximum = "15.0", Sum = "82.5" }, numbers.Source);
        Assert.Equal("83.5", numbers.Destination.Sum);
        Assert.Equal(new ColumnFigures { Nulls = 1, Minimum = "value 1", Maximum = "value 9", Length = 63 }, full.Columns.Single(column => column.Column == "v").Destination);
        Assert.Equal((20, 21), (full.Columns.Single(column => column.Column == "b").Source.Length, full.Columns.Single(column => column.Column == "b").Destination.Length));
        Assert.Equal("2024-01-11 00:00:00+00", full.Columns.Single(column => column.Column == "at").Destination.Maximum);
        await Sql.ExecuteAsync(destination, "DELETE FROM t WHERE id = 3");
        Assert.Equal((false, null), await OutcomeAsync(request));
    }

    [Fact]
    public async Task Looks_again_only_at_what_differed_and_forgives_what_arrived_meanwhile()
    {
        var (source, destination) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); CREATE TABLE calm (id integer); INSERT INTO t SELECT n, 'value ' || n FROM generate_series(1, 500) n");
        await Sql.ExecuteAsync(destination, "DELETE FROM t WHERE id IN (7, 8, 9); UPDATE t SET v = 'stuck' WHERE id = 100");
        var request = new RowComparisonRequest { Source = source, Destination = destination, Rechecks = 2, RecheckDelay = TimeSpan.FromMilliseconds(20) };
        var catchingUp = new RecordingObserver();
        var tables = new List<TableIntegrity>();
        await foreach (var table in RowComparison.RunAsync(request, catchingUp, TestContext.Current.CancellationToken))
        {
            // The table that is the same comes at once; the other is looked at again afterwards.
            if (tables.Count == 0) await Sql.ExecuteAsync(destination, "INSERT INTO t SELECT n, 'value ' || n FROM generate_series(7, 9) n; DELETE FROM t WHERE id = 300");
            tables.Add(table);
        }

        Assert.Equal(["calm", "t"], tables.Select(table => table.Table));
        Assert.Equal((0, 2), (tables[0].Rechecks, tables[1].Rechecks));
        Assert.Equal("(id=100) changed: v: value 100 -> stuck", tables[1].Lines());
    }

    private static async Task<(bool IsMatch, long? Sampled)> OutcomeAsync(RowComparisonRequest request)
    {
        var table = await Comparing.OneAsync(request);
        return (table.IsMatch, table.SampledRows);
    }
}
