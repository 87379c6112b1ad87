using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>Damage of every kind, one at a time, to a whole copy: each is found and named, and a copy that is whole shows none.</summary>
public sealed class EveryDamageTests(TestServers servers)
{
    /// <summary>What is done to the copy, and what is to be told.</summary>
    private static readonly (string Damage, string Found)[] Matrix =
    [
        // Rows.
        ("DELETE FROM app.customer WHERE id = 7", "app.customer (id=7) missing"),
        ("INSERT INTO app.customer (id, email) VALUES (900, 'x@y')", "app.customer (id=900) extra"),
        ("INSERT INTO app.keyless VALUES (7, 'line 7')", "app.keyless (no key) extra: a: NULL -> 7; b: NULL -> line 7"),
        ("UPDATE app.customer SET picture = set_bit(picture, 77, 1 - get_bit(picture, 77)) WHERE id = 3", "app.customer (id=3) changed: picture: \\x00ff"),
        ("UPDATE app.customer SET name = name || ' ' WHERE id = 3", "app.customer (id=3) changed: name: name 3 -> name 3 "),
        ("UPDATE app.customer SET tags = '{}' WHERE id = 3", "app.customer (id=3) changed: tags: {a,NULL,3} -> {}"),
        ("UPDATE app.customer SET score = '-0' WHERE id = 3", "app.customer (id=3) changed: score: 1 -> -0"),
        ("UPDATE app.customer SET score = 'NaN' WHERE id = 3", "app.customer (id=3) changed: score: 1 -> NaN"),
        ("UPDATE app.customer SET seen = seen + interval '1 hour' WHERE id = 3", "app.customer (id=3) changed: seen: "),
        ("UPDATE app.customer SET price = NULL WHERE id = 3", "app.customer (id=3) changed: price: 3.00 -> NULL"),
        ("UPDATE app.customer t SET name = (SELECT name FROM app.customer o WHERE o.id = 9 - t.id) WHERE id IN (4, 5)", "app.customer (id=4) changed: name: name 4 -> name 5"),
        ("UPDATE app.orders SET at = at + interval '1 second' WHERE id = 3", "app.orders (id=3, at=2023-06-04 00:00:00+00) missing"),
        ("UPDATE app.base SET label = 'other' WHERE id = 2", "app.derived (no key) "),
        ("INSERT INTO app.empty VALUES (1)", "app.empty (id=1) extra"),
        // Tables and columns.
        ("DROP TABLE app.empty", "Table app.empty: only in the source"),
        ("ALTER TABLE app.customer DROP document", "Table app.customer: Columns[document]: "),
        ("ALTER TABLE app.customer ALTER mood DROP DEFAULT", "Table app.customer: Columns[mood].Default"),
        ("ALTER TABLE app.customer ALTER name DROP NOT NULL", "Table app.customer: Columns[name].IsNotNull: true -> false"),
        ("ALTER TABLE app.customer ALTER price TYPE numeric(12, 2)", "Table app.customer: Columns[price].Type: numeric(10,2) -> numeric(12,2)"),
        ("ALTER TABLE app.customer DROP CONSTRAINT has_at", "Table app.customer: Checks[has_at]: "),
        ("ALTER TABLE app.customer DROP CONSTRAINT has_at; ALTER TABLE app.customer ADD CONSTRAINT has_at CHECK (email LIKE '%@%') NOT VALID", "Table app.customer: Checks[has_at]."),
        ("ALTER TABLE app.scratch SET LOGGED", "Table app.scratch: Persistence: Unlogged -> Permanent"),
        ("ALTER TABLE app.derived NO INHERIT app.base", "Table app.derived: InheritedTables[base]: app.base -> (none)"),
        ("ALTER TABLE app.orders DETACH PARTITION app.orders_rest", "Table app.orders_rest: "),
        ("ALTER TABLE app.base SET (fillfactor = 90)", "Table app.base: Options[fillfactor]: 80 -> 90"),
        ("ALTER TABLE app.keyless REPLICA IDENTITY DEFAULT", "Table app.keyless: ReplicaIdentity: Full -> Default"),
        // Indexes and foreign keys.
        ("DROP INDEX app.customer_name", "Index app.customer_name on customer: only in the source"),
        ("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.customer_lower'::regclass", "Index app.customer_lower on customer: "),
        ("ALTER TABLE app.customer DROP CONSTRAINT customer_email_key", "Index app.customer_email_key on customer: only in the source"),
        ("ALTER TABLE app.orders DROP CONSTRAINT orders_customer_fkey", "ForeignKey app.orders_customer_fkey on orders: only in the source"),
        ("ALTER TABLE app.orders DROP CONSTRAINT orders_customer_fkey; ALTER TABLE app.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES app.customer", "ForeignKey app.orders_customer_fkey on orders: "),
        ("UPDATE pg_constraint SET convalidated = true WHERE conname = 'late_parent'", "ForeignKey app.late_parent on late: "),
        ("DROP STATISTICS app.stats", "ExtendedStatistics app.stats on orders_rest: only in the source"),
        // What acts on rows.
        ("DROP TRIGGER touch ON app.customer", "Trigger app.touch on customer: only in the source"),
        ("ALTER TABLE app.customer DISABLE TRIGGER touch", "Trigger app.touch on customer: EnabledState: "),
        ("DROP RULE quiet ON app.keyless", "Rule app.quiet on keyless: only in the source"),
        ("DROP POLICY mine ON app.customer", "Policy app.mine on customer: only in the source"),
        ("ALTER POLICY mine ON app.customer USING (true)", "Policy app.mine on customer: Using: "),
        ("ALTER TABLE app.customer DISABLE ROW LEVEL SECURITY", "RowSecurity app.customer: only in the source"),
        ("ALTER TABLE app.customer FORCE ROW LEVEL SECURITY", "Table app.customer: ForcesRowSecurity: false -> true"),
        ("ALTER EVENT TRIGGER watching DISABLE", "EventTrigger watching: EnabledState: "),
        // Routines, types, views and the like.
        ("CREATE OR REPLACE FUNCTION app.twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 3 * n'", "Function app.twice(integer): Source: "),
        ("ALTER FUNCTION app.touch() SECURITY DEFINER", "Function app.touch(): "),
        ("ALTER TYPE app.mood ADD VALUE 'fine'", "Enum app.mood: Labels: sad, ok -> sad, ok, fine"),
        ("ALTER DOMAIN app.positive DROP CONSTRAINT pos", "Domain app.positive: Constraints[pos]: "),
        ("DROP AGGREGATE app.total(integer)", "Aggregate app.total(integer): only in the source"),
        ("DROP CAST (app.pair AS text)", "Cast "),
        ("CREATE OR REPLACE VIEW app.totals AS SELECT customer, max(amount)::bigint AS total FROM app.orders GROUP BY customer", "View app.totals: Query: "),
        ("REFRESH MATERIALIZED VIEW app.top WITH NO DATA", "MaterializedView app.top: IsPopulated: true -> false"),
        ("ALTER PUBLICATION changes DROP TABLE app.base", "PublicationTable app.base in changes: only in the source"),
        ("ALTER TEXT SEARCH CONFIGURATION app.words DROP MAPPING FOR asciiword", "TextSearchConfiguration app.words: "),
        // Sequences, large objects, and what is said of objects.
        ("SELECT setval('app.orders_id_seq', 1)", "Sequence app.orders_id_seq: NextValue: 901 -> 2"),
        ("ALTER SEQUENCE app.tickets INCREMENT 1", "Sequence app.tickets: Increment: 5 -> 1"),
        ("SELECT lo_truncate(lo_open(4711, 131072), 1048576)", "LargeObject 4711: Content: 2800000 bytes, sha256:"),
        ("SELECT lo_unlink(4711)", "LargeObject 4711: only in the source"),
        ("COMMENT ON COLUMN app.customer.email IS NULL", "Table app.customer: Columns[email].Comment: where -> (none)"),
        ("REVOKE UPDATE ON app.customer FROM PUBLIC", "Table app.customer: Privileges[PUBLIC]: SELECT, UPDATE -> SELECT"),
        ("REVOKE SELECT (id) ON app.base FROM PUBLIC", "Table app.base: Columns[id].Privileges[PUBLIC]: SELECT -> (none)"),
        ("ALTER TABLE app.base OWNER TO pg_read_all_data", "Table app.base: Owner: "),
        ("ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM PUBLIC", "DefaultPrivileges app.Tables of "),
        ("DROP EXTENSION pg_trgm CASCADE", "Extension pg_trgm: only in the source"),
    ];

    [Theory]
    [InlineData(13, 18)]
    [InlineData(15, 15)]
    [InlineData(18, 15)]
    public async Task A_whole_copy_shows_none(int from, int to)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(from), await servers.CreateDatabaseAsync(to));
        await Sql.ExecuteAsync(source, ObjectMatrix.Sql);
        await Cloning.RunAsync(new() { Source = source, Destination = destination });

        var (verdict, differences, tables) = await Comparing.TestAsync(new() { Rows = new() { Source = source, Destination = destination, Level = IntegrityLevel.Full } });

        Assert.Equal("", string.Join('\n', differences.Where(difference => !difference.IsExpected)));
        Comparing.AssertSame(tables);
        Assert.True(verdict.IsMatch);
    }

    [Fact]
    public async Task Each_is_found_in_a_copy_of_the_matrix()
    {
        var (source, copy) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, ObjectMatrix.Sql);
        await Cloning.RunAsync(new() { Source = source, Destination = copy });

        var missed = new List<string>();
        foreach (var ((damage, found), number) in Matrix.Select((one, number) => (one, number)))
        {
            var damaged = copy with { Database = $"{copy.Database}_{number}" };
            await Sql.ExecuteAsync(source, $"CREATE DATABASE {damaged.Database} TEMPLATE {copy.Database}");
            foreach (var statement in SqlScript.Split(damage)) await Sql.ExecuteAsync(damaged, statement.Text);
            var (verdict, differences, tables) = await Comparing.TestAsync(new() { Rows = new() { Source = source, Destination = damaged } });
            string[] told = [.. differences.Where(one => !one.IsExpected).Select(one => one.ToString()), .. tables.SelectMany(table => table.Differences).Select(one => one.ToString())];
            if (verdict.IsMatch || !told.Any(one => one.StartsWith(found, StringComparison.Ordinal))) missed.Add($"{damage}\n  expected {found}\n  told {string.Join("\n       ", told)}");
            await Sql.ExecuteAsync(source, $"DROP DATABASE {damaged.Database} WITH (FORCE)");
        }

        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.True(Matrix.Length >= 40, $"{Matrix.Length} kinds of damage.");
    }

    [Fact]
    public async Task Each_is_found_among_a_million_rows()
    {
        const string Million = """
            CREATE TABLE big (id bigint PRIMARY KEY, words text, amount numeric(12, 2), at timestamptz, bytes bytea, score float8);
            INSERT INTO big SELECT n, 'row ' || n, n * 0.01, '2024-01-01Z'::timestamptz + n * interval '1 second', int8send(n), n FROM generate_series(1, 1000000) n; ANALYZE big
            """;
        (string Damage, string Found)[] damages =
        [
            ("DELETE FROM big WHERE id = 123456", "(id=123456) missing"),
            ("INSERT INTO big (id, words) VALUES (1000001, 'more')", "(id=1000001) extra"),
            ("UPDATE big SET bytes = set_bit(bytes, 5, 1) WHERE id = 654321", "(id=654321) changed: bytes: "),
            ("UPDATE big SET words = words || ' ' WHERE id = 999999", "(id=999999) changed: words: row 999999 -> row 999999 "),
            ("UPDATE big SET words = NULL WHERE id = 1", "(id=1) changed: words: row 1 -> NULL"),
            ("UPDATE big SET words = '' WHERE id = 1000000", "(id=1000000) changed: words: row 1000000 -> "),
            ("UPDATE big SET amount = -amount WHERE id = 500000", "(id=500000) changed: amount: 5000.00 -> -5000.00"),
            ("UPDATE big SET at = at + interval '1 microsecond' WHERE id = 77777", "(id=77777) changed: at: "),
            ("UPDATE big SET score = 'NaN' WHERE id = 31415", "(id=31415) changed: score: 31415 -> NaN"),
            ("UPDATE big SET id = 2000000 WHERE id = 271828", "(id=271828) missing\n(id=2000000) extra"),
            ("UPDATE big t SET words = 'row ' || (CASE id WHEN 10 THEN 999990 ELSE 10 END) WHERE id IN (10, 999990)", "(id=10) changed: words: row 10 -> row 999990\n(id=999990) changed: words: row 999990 -> row 10"),
        ];
        var (source, destination) = await servers.TwinsAsync(Million);
        Comparing.AssertSame(await Comparing.RunAsync(source, destination));

        foreach (var (damage, found) in damages)
        {
            var ids = string.Join(", ", System.Text.RegularExpressions.Regex.Matches(found, @"id=(\d+)").Select(match => match.Groups[1].Value));
            await Sql.ExecuteAsync(destination, $"CREATE TABLE kept AS SELECT * FROM big WHERE id IN ({ids})");
            await Sql.ExecuteAsync(destination, damage);

            var table = await Comparing.OneAsync(new RowComparisonRequest { Source = source, Destination = destination });

            Assert.False(table.IsMatch);
            Assert.StartsWith(found, table.Lines(), StringComparison.Ordinal);
            await Sql.ExecuteAsync(destination, $"DELETE FROM big WHERE id IN ({ids}); INSERT INTO big SELECT * FROM kept; DROP TABLE kept");
        }

        Comparing.AssertSame(await Comparing.RunAsync(source, destination));
    }
}
