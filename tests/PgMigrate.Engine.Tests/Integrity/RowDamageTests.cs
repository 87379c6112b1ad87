using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>Damage of one kind each, to a copy that was whole: it is found, and it is located.</summary>
public sealed class RowDamageTests(TestServers servers)
{
    /// <summary>What is done to the copy, and what is to be told of it.</summary>
    public static TheoryData<string, string> Damage => new()
    {
        { "DELETE FROM every_type WHERE id = 4", "(id=4) missing" },
        { "INSERT INTO every_type (id, words) VALUES (12, 'more')", "(id=12) extra" },
        { "INSERT INTO keyless VALUES (1, 'line 1')", "(no key) extra: a: NULL -> 1; b: NULL -> line 1" },
        { "INSERT INTO keyless SELECT 1, 'line 1' FROM generate_series(1, 3)", "(no key) extra 3 times: a: NULL -> 1; b: NULL -> line 1" },
        { "DELETE FROM keyless WHERE ctid IN (SELECT ctid FROM keyless WHERE a = 2 AND b = 'line 2' LIMIT 1)", "(no key) missing: a: 2 -> NULL; b: line 2 -> NULL" },
        { "UPDATE every_type SET bytes = set_bit(bytes, 77, 1 - get_bit(bytes, 77)) WHERE id = 3", "(id=3) changed: bytes: * -> *" },
        { "UPDATE every_type SET words = words || ' ' WHERE id = 3", "(id=3) changed: words: word 3 -> word 3 " },
        { "UPDATE every_type SET words = '' WHERE id = 10", "(id=10) changed: words: NULL -> " },
        { "UPDATE every_type SET words = NULL WHERE id = 11", "(id=11) changed: words:  -> NULL" },
        { "UPDATE every_type SET words = 'NULL' WHERE id = 10", "(id=10) changed: words: NULL -> NULL" },
        { "UPDATE every_type SET limited = '\"\"', words = NULL WHERE id = 3", "(id=3) changed: limited: limited 3 -> \"\"; words: word 3 -> NULL" },
        { "UPDATE every_type SET exact = 3.3 WHERE id = 3", "(id=3) changed: exact: 3.30 -> 3.3" },
        { "UPDATE every_type SET exact = 0 WHERE id = 11", "(id=11) changed: exact: NaN -> 0" },
        { "UPDATE every_type SET single = '-Infinity' WHERE id = 11", "(id=11) changed: single: Infinity -> -Infinity" },
        { "UPDATE every_type SET double = double + 1e-16 WHERE id = 1", "(id=1) changed: double: 0.3333333333333333 -> 0.3333333333333334" },
        { "UPDATE every_type SET instant = instant + interval '1 hour' WHERE id = 3", "(id=3) changed: instant: 2024-06-01 13:00:00.5+00 -> 2024-06-01 14:00:00.5+00" },
        { "UPDATE every_type SET moment = date_trunc('milliseconds', moment) WHERE id = 3", "(id=3) changed: moment: 2024-01-04 10:00:00.123456 -> 2024-01-04 10:00:00.123" },
        { "UPDATE every_type SET clock_zone = '09:00+01' WHERE id = 3", "(id=3) changed: clock_zone: 10:00:00+02 -> 09:00:00+01" },
        { "UPDATE every_type SET words = limited, limited = words WHERE id = 3", "(id=3) changed: limited: limited 3 -> word 3; words: word 3 -> limited 3" },
        {
            "UPDATE every_type t SET words = (SELECT words FROM every_type o WHERE o.id = 9 - t.id) WHERE id IN (4, 5)",
            "(id=4) changed: words: word 4 -> word 5\n(id=5) changed: words: word 5 -> word 4"
        },
        { "UPDATE every_type SET id = 99 WHERE id = 9", "(id=9) missing\n(id=99) extra" },
        { "UPDATE every_type SET numbers = '{}' WHERE id = 10", "(id=10) changed: numbers: NULL -> {}" },
        { "UPDATE every_type SET numbers = '{NULL}' WHERE id = 11", "(id=11) changed: numbers: {} -> {NULL}" },
        { "UPDATE every_type SET numbers = '[0:2]={3,4,NULL}' WHERE id = 3", "(id=3) changed: numbers: {3,4,NULL} -> [0:2]={3,4,NULL}" },
        { "UPDATE every_type SET texts = '{\"a,b\",\"c\\\"d\",NULL,NULL,\"\"}' WHERE id = 3", "(id=3) changed: texts: {\"a,b\",\"c\\\"d\",NULL,\"NULL\",\"\"} -> {\"a,b\",\"c\\\"d\",NULL,NULL,\"\"}" },
        { "UPDATE every_type SET tree = jsonb_set(tree, '{a,0}', '1.1') WHERE id = 3", "(id=3) changed: tree: {\"a\": [1.10, 2], \"b\": 3} -> {\"a\": [1.1, 2], \"b\": 3}" },
        { "UPDATE every_type SET document = '{\"b\": 3, \"a\": [1, 2]}' WHERE id = 3", "(id=3) changed: document: {\"b\": 3,  \"a\": [1, 2]} -> {\"b\": 3, \"a\": [1, 2]}" },
        { "UPDATE every_type SET span = '24 hours' WHERE id = 10", "(id=10) changed: span: NULL -> 24:00:00" },
        { "UPDATE every_type SET span = justify_hours(interval '24 hours' + span) WHERE id = 11", "(id=11) changed: span: 00:00:00 -> 1 day" },
        { "UPDATE every_type SET padded = '' WHERE id = 10", "(id=10) changed: padded: NULL ->         " },
        { "UPDATE every_type SET both_parts = NULL WHERE id = 11", "(id=11) changed: both_parts: (,) -> NULL" },
        { "UPDATE every_type SET both_parts.b = 'x, \"y\" ' WHERE id = 3", "(id=3) changed: both_parts: (3,\"x, \"\"y\"\"\") -> (3,\"x, \"\"y\"\" \")" },
        { "UPDATE every_type SET many_parts[1].b = '' WHERE id = 3", "(id=3) changed: many_parts: {\"(3,)\",NULL} -> {\"(3,\\\"\\\")\",NULL}" },
        { "UPDATE every_type SET feeling = 'happy' WHERE id = 3", "(id=3) changed: feeling: sad -> happy" },
        { "UPDATE every_type SET reach = 'empty' WHERE id = 3", "(id=3) changed: reach: [3,13) -> empty" },
        { "UPDATE every_type SET times = '[2024-01-01,2024-02-01]' WHERE id = 3", "(id=3) changed: times: * -> *" },
        { "UPDATE every_type SET price = price + '0.01' WHERE id = 4", "(id=4) changed: price: 5.00 -> 5.01" },
        { "UPDATE every_type SET network = '10.0.0.3/24' WHERE id = 3", "(id=3) changed: network: 10.0.0.3 -> 10.0.0.3/24" },
        { "UPDATE every_type SET bits = '11111' WHERE id = 3", "(id=3) changed: bits: 00011 -> 11111" },
        { "UPDATE every_type SET more_bits = '1010' WHERE id = 3", "(id=3) changed: more_bits: 101 -> 1010" },
        { "UPDATE every_type SET shape = box(point(0, 0), point(3, 4)) WHERE id = 3", "(id=3) changed: shape: (3,3),(0,0) -> (3,4),(0,0)" },
        { "UPDATE every_type SET relation = 'every_type' WHERE id = 3", "(id=3) changed: relation: public.keyless -> public.every_type" },
        { "UPDATE every_type SET markup = '<a b=\"c\" >d</a>' WHERE id = 3", "(id=3) changed: markup: <a b=\"c\">d</a> -> <a b=\"c\" >d</a>" },
        { "UPDATE every_type SET flag = NULL WHERE id = 3", "(id=3) changed: flag: f -> NULL" },
        { "UPDATE every_type SET day = 'infinity' WHERE id = 11", "(id=11) changed: day: -infinity -> infinity" },
        { "TRUNCATE keyless", "(no key) missing 4 times: *" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task Finds_damage_and_says_where_it_is(string damage, string expected)
    {
        var (source, destination) = await CopyAsync();
        await Sql.ExecuteAsync(destination, damage);

        var tables = await Comparing.RunAsync(source, destination);

        var table = Assert.Single(tables, table => !table.IsMatch);
        Assert.Equal(2, tables.Count);
        Assert.False(table.HasMoreDifferences);
        if (expected.EndsWith(": *", StringComparison.Ordinal)) Assert.StartsWith(expected[..^1], table.Lines());
        else if (expected.Contains('*', StringComparison.Ordinal)) Assert.Matches(System.Text.RegularExpressions.Regex.Escape(expected).Replace(@"\*", ".+", StringComparison.Ordinal), table.Lines());
        else Assert.Equal(expected, table.Lines());
    }

    [Theory]
    [InlineData("UPDATE t SET v = 0 WHERE id = 2", "(id=2) changed: v: -0 -> 0")]
    [InlineData("UPDATE t SET w = 'Ame' || U&'\\0301' || 'lie' WHERE id = 2", "(id=2) changed: w: Am\u00e9lie -> Ame\u0301lie")]
    [InlineData("UPDATE t SET p = '1 day' WHERE id = 2", "(id=2) changed: p: 24:00:00 -> 1 day")]
    [InlineData("ALTER TABLE t ALTER c TYPE text USING rpad(c, 4)", "")]
    [InlineData("ALTER TABLE t ALTER c TYPE text USING rpad(c, 4); UPDATE t SET c = 'ab' WHERE id = 2", "(id=2) changed: c: ab   -> ab")]
    [InlineData("ALTER TABLE t ALTER n TYPE numeric(10,1)", "(id=1) changed: n: 1.00 -> 1.0\n(id=2) changed: n: 1.00 -> 1.0")]
    public async Task Finds_what_compares_equal_and_is_not_the_same(string damage, string expected)
    {
        var (source, destination) = await servers.TwinsAsync("""
            CREATE TABLE t (id bigint PRIMARY KEY, v float8, w text, p interval, c char(4), n numeric(10,2));
            INSERT INTO t SELECT n, '-0', U&'Am\00e9lie', '24 hours', 'ab', 1 FROM generate_series(1, 2) n;
            """);
        await Sql.ExecuteAsync(destination, damage);

        var table = await Comparing.OneAsync(source, destination);

        if (expected.Length == 0 && !table.IsMatch) Assert.Fail(table.Lines());
        Assert.Equal(expected, table.Lines());
    }

    private async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> CopyAsync() => await servers.TwinsAsync(ValueMatrix.Schema + ValueMatrix.Rows);
}
