using PgMigrate.Engine.CopyBack;
using PgMigrate.Engine.Tests.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.CopyBack;

/// <summary>The program wrote to the new server; the old one gets exactly that.</summary>
public sealed class ServerReturnTests(TestServers servers)
{
    private const string Shop = """
        CREATE TABLE person (id integer PRIMARY KEY, boss integer REFERENCES person, name text UNIQUE, wing integer);
        CREATE TABLE wing (id integer PRIMARY KEY, head integer REFERENCES person);
        ALTER TABLE person ADD FOREIGN KEY (wing) REFERENCES wing;
        CREATE TABLE line (a integer, b text, n bigint NOT NULL, doubled bigint GENERATED ALWAYS AS (n * 2) STORED, PRIMARY KEY (a, b));
        CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person integer REFERENCES person ON DELETE CASCADE, data jsonb, body bytea, words text);
        CREATE TABLE event (id integer, at date, v text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE event_23 PARTITION OF event FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
        CREATE TABLE event_24 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        INSERT INTO person SELECT n, NULLIF(n - 1, 0), 'p' || n FROM generate_series(1, 20) n;
        INSERT INTO wing SELECT n, n FROM generate_series(1, 3) n;
        UPDATE person SET wing = id % 3 + 1;
        INSERT INTO line SELECT n % 5, 'b' || n, n FROM generate_series(1, 30) n;
        INSERT INTO item (person, data, body, words) SELECT n, '{"a": 1}', '\x00ff', 'w' || n FROM generate_series(1, 20) n;
        INSERT INTO event SELECT n, date '2023-01-01' + n, 'e' || n FROM generate_series(1, 700) n;
        """;

    /// <summary>What is done to the new database, and what of it is told.</summary>
    private const string Trading = """
        INSERT INTO person SELECT n, n - 1, 'new' || n, 1 FROM generate_series(21, 25) n;
        INSERT INTO wing VALUES (4, 25);
        UPDATE person SET wing = 4 WHERE id IN (1, 25);
        UPDATE person SET name = 'p5' || id WHERE id IN (5, 6);
        DELETE FROM item WHERE id = 3;
        INSERT INTO item (person, data, body, words) VALUES (21, '{"b": [1, null]}', decode(repeat('00ff7f', 350000), 'hex'), repeat('long ', 220000));
        UPDATE item SET words = words || repeat('x', 1100000) WHERE id = 7;
        UPDATE item SET data = NULL, body = NULL, words = '' WHERE id = 8;
        DELETE FROM line WHERE a = 2; INSERT INTO line VALUES (2, '', 1), (9, E'tab\t and \\ and ''', 2); UPDATE line SET n = -n WHERE a = 3;
        UPDATE event SET at = at + 400 WHERE id <= 10; DELETE FROM event WHERE id = 700; INSERT INTO event VALUES (701, '2024-05-05', NULL);
        UPDATE person SET boss = 6 WHERE id = 5; UPDATE person SET boss = 5 WHERE id = 6;
        UPDATE person SET boss = NULL WHERE boss = 20; UPDATE wing SET head = 19 WHERE head = 20; DELETE FROM person WHERE id = 20;
        """;

    /// <summary>Two rows take each other's unique value.</summary>
    private const string Swapping = "UPDATE person SET name = 'p6' WHERE id = 5; UPDATE person SET name = 'p5' WHERE id = 6;";

    [Theory]
    [InlineData(TestServers.Default, TestServers.Default)]
    [InlineData(13, 18)]
    public async Task The_old_database_gets_all_that_was_written_to_the_new_one(int oldMajor, int newMajor)
    {
        var (to, from) = await servers.TwinsAsync(Shop, oldMajor, newMajor);
        await Sql.ExecuteAsync(from, Trading + Swapping);

        var written = await CopyingBack.WrittenAndSameAsync(from, to);

        Assert.Equal(
            """
            public.event: 11 inserted, 0 updated, 11 deleted
            public.item: 1 inserted, 2 updated, 2 deleted
            public.line: 2 inserted, 6 updated, 6 deleted
            public.person: 5 inserted, 3 updated, 1 deleted
            public.wing: 1 inserted, 0 updated, 0 deleted
            """.ReplaceLineEndings("\n"), written);
        Assert.Equal("22", await CopyingBack.TextAsync(to, "INSERT INTO item (words) VALUES ('next') RETURNING id"));
    }

    [Fact]
    public async Task A_role_that_may_make_no_temporary_table_is_told_so()
    {
        var (from, to) = (await servers.CreateDatabaseAsync(), await servers.CreateOwnerAsync());
        foreach (var database in new[] { from, to }) await Sql.ExecuteAsync(database, "CREATE TABLE t (id integer PRIMARY KEY)");
        await Sql.ExecuteAsync(to, $"REVOKE TEMPORARY ON DATABASE {to.Database} FROM PUBLIC, {to.Username}");

        var refusal = await CopyingBack.FailsAsync(from, to);

        Assert.Contains("permission denied to create temporary tables", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(refusal.Remedy);
    }

    [Fact]
    public async Task An_owner_who_is_no_superuser_copies_back_through_foreign_keys_and_unique_keys()
    {
        var (to, from) = (await servers.CreateOwnerAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(to, Shop);
        await Sql.ExecuteAsync(from, Shop + Trading);
        var before = await CopyingBack.TextAsync(to, "SELECT conname, condeferrable, condeferred, convalidated FROM pg_constraint ORDER BY 1");

        await CopyingBack.WrittenAndSameAsync(from, to);

        Assert.Equal(before, await CopyingBack.TextAsync(to, "SELECT conname, condeferrable, condeferred, convalidated FROM pg_constraint ORDER BY 1"));
    }

    [Fact]
    public async Task An_owner_who_is_no_superuser_is_refused_where_rows_take_each_others_values_and_others_go_with_them()
    {
        var (to, from) = (await servers.CreateOwnerAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(to, Shop);
        await Sql.ExecuteAsync(from, Shop + Trading + Swapping);

        var error = await CopyingBack.FailsAsync(from, to);

        Assert.Equal(("CopyBackNotProven", "public.item"), (error.ErrorId, error.Subject));
        Assert.Equal("20|20", await CopyingBack.TextAsync(to, "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM person)"));
    }

    [Fact]
    public async Task Values_of_every_type_come_back()
    {
        var (to, from) = await servers.TwinsAsync(ValueMatrix.Schema + ValueMatrix.Rows);
        await Sql.ExecuteAsync(to, "DELETE FROM every_type WHERE id IN (2, 4, 10); TRUNCATE keyless; INSERT INTO keyless VALUES (1, 'only here'), (1, 'only here')");
        await Sql.ExecuteAsync(
            to,
            """
            UPDATE every_type t SET (small, exact, scaled, single, double, flag, words, limited, padded, bytes, day, clock, clock_zone, moment, instant, span, document, tree, numbers, texts, place, network, bits,
                dot, shape, feeling, both_parts, many_parts, reach, times, price, search, markup, number, letter, title)
              = (SELECT small, exact, scaled, single, double, flag, words, limited, padded, bytes, day, clock, clock_zone, moment, instant, span, document, tree, numbers, texts, place, network, bits,
                dot, shape, feeling, both_parts, many_parts, reach, times, price, search, markup, number, letter, title FROM every_type o WHERE o.id = 12 - t.id) WHERE id IN (1, 3, 5, 7, 9, 11)
            """);

        var written = await CopyingBack.WrittenAndSameAsync(from, to);

        Assert.Equal("public.every_type: 3 inserted, 6 updated, 0 deleted\npublic.keyless: 50 inserted, 0 updated, 2 deleted", written);
    }

    [Fact]
    public async Task Fifty_thousand_changed_rows_of_each_kind_of_table_come_back()
    {
        const string Tables = """
            CREATE TABLE numbered (id integer PRIMARY KEY, n integer UNIQUE, v text); CREATE TABLE named (id uuid PRIMARY KEY, v text); CREATE TABLE bag (a integer, v text);
            INSERT INTO numbered SELECT n, n, 'v' FROM generate_series(1, 60000) n; INSERT INTO named SELECT md5(n::text)::uuid, 'v' FROM generate_series(1, 60000) n;
            INSERT INTO bag SELECT n % 30000, 'v' FROM generate_series(1, 60000) n; ANALYZE;
            """;
        var (to, from) = await servers.TwinsAsync(Tables);
        await Sql.ExecuteAsync(from, "UPDATE numbered SET n = n + 100001 WHERE id > 10000; UPDATE numbered SET n = n - 100000 WHERE id > 10000; UPDATE named SET v = v || 'x'; UPDATE bag SET v = 'w' WHERE a < 25000");

        var written = await CopyingBack.WrittenAndSameAsync(from, to);

        Assert.Equal("public.bag: 50000 inserted, 0 updated, 50000 deleted\npublic.named: 0 inserted, 60000 updated, 0 deleted\npublic.numbered: 0 inserted, 50000 updated, 0 deleted", written);
    }

    [Fact]
    public async Task Where_nothing_was_written_nothing_is_written_back()
    {
        var (to, from) = await servers.TwinsAsync(Shop);
        var before = await CopyingBack.TextAsync(to, "SELECT tableoid, ctid, xmin FROM person UNION ALL SELECT tableoid, ctid, xmin FROM event ORDER BY 1, 2");

        var tables = await CopyingBack.RunAsync(from, to);

        Assert.Equal(5, tables.Count);
        Assert.All(tables, table => Assert.Equal((0, 0, 0), (table.Inserted, table.Updated, table.Deleted)));
        Assert.Equal(before, await CopyingBack.TextAsync(to, "SELECT tableoid, ctid, xmin FROM person UNION ALL SELECT tableoid, ctid, xmin FROM event ORDER BY 1, 2"));
    }

    [Fact]
    public async Task A_failure_in_the_middle_takes_everything_back_and_names_the_table()
    {
        var (to, from) = await servers.TwinsAsync(Shop);
        await Sql.ExecuteAsync(to, "ALTER TABLE person ADD CONSTRAINT short CHECK (length(name) < 6)");
        await Sql.ExecuteAsync(from, Trading + "INSERT INTO person VALUES (99, NULL, 'too long a name')");
        var before = await CopyingBack.TextAsync(to, "SELECT count(*), sum(n) FROM line");
        var tables = new List<TableCopyBackResult>();

        var error = await Assert.ThrowsAsync<MigrationException>(async () =>
        {
            await foreach (var table in RowReturn.RunAsync(new() { From = from, To = to }, new RecordingObserver(), TestContext.Current.CancellationToken)) tables.Add(table);
        });

        Assert.Equal(("ConstraintViolated", "public.person", "23514"), (error.ErrorId, error.Subject, error.SqlState));
        Assert.Equal(("person", error.Message), (Assert.Single(tables).Table, tables[0].ErrorMessage));
        Assert.Equal(before, await CopyingBack.TextAsync(to, "SELECT count(*), sum(n) FROM line"));
    }

    [Fact]
    public async Task An_old_database_that_is_fenced_is_written_to_all_the_same()
    {
        var (to, from) = await servers.TwinsAsync(Shop);
        await Sql.ExecuteAsync(from, Trading);
        await Sql.ExecuteAsync(to, $"ALTER DATABASE {to.Database} SET default_transaction_read_only = on");

        await CopyingBack.WrittenAndSameAsync(from, to);

        Assert.Equal("on", await CopyingBack.TextAsync(to, "SHOW default_transaction_read_only"));
    }

    [Fact]
    public async Task Triggers_of_the_old_database_do_not_fire_a_second_time()
    {
        const string Audited = """
            CREATE TABLE t (id integer PRIMARY KEY, v text); CREATE TABLE log (id integer GENERATED ALWAYS AS IDENTITY, v text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.log (v) VALUES (NEW.v); RETURN NEW; END';
            CREATE TRIGGER note AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER always AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note(); ALTER TABLE t ENABLE ALWAYS TRIGGER always;
            INSERT INTO t VALUES (1, 'a');
            """;
        var (from, owner, superuser) = (await servers.CreateDatabaseAsync(), await servers.CreateOwnerAsync(), await servers.CreateDatabaseAsync());
        foreach (var database in new[] { from, owner, superuser }) await Sql.ExecuteAsync(database, Audited);
        await Sql.ExecuteAsync(from, "INSERT INTO t VALUES (2, 'b'); UPDATE t SET v = 'c' WHERE id = 1");

        foreach (var to in new[] { owner, superuser })
        {
            Assert.Equal("public.log: 3 inserted, 0 updated, 0 deleted\npublic.t: 1 inserted, 1 updated, 0 deleted", await CopyingBack.WrittenAndSameAsync(from, to));
            Assert.Equal("A|always\nO|note", await CopyingBack.TextAsync(to, "SELECT tgenabled, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 2"));
        }
    }

    [Fact]
    public async Task What_is_cancelled_midway_has_changed_nothing()
    {
        var (to, from) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t SELECT n, 'a' FROM generate_series(1, 1000) n");
        await Sql.ExecuteAsync(from, "UPDATE t SET v = 'b'");
        await using var blocker = await Sql.OpenAsync(to);
        await using var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var locking = new Npgsql.NpgsqlCommand("SELECT FROM t WHERE id = 700 FOR UPDATE", blocker, transaction);
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();

        var run = CopyingBack.RunAsync(new() { From = from, To = to }, cancellationToken: stop.Token);
        await Eventually.HoldsAsync("the writing waits for the row", () => Sql.ScalarAsync<bool>(to, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1000", await CopyingBack.TextAsync(to, "SELECT count(*) FROM t WHERE v = 'a'"));
        Assert.Equal("public.t: 0 inserted, 1000 updated, 0 deleted", await CopyingBack.WrittenAndSameAsync(from, to));
    }

    [Fact]
    public async Task Rows_that_someone_else_changed_meanwhile_fail_the_proof()
    {
        var (to, from) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t SELECT n, 'a' FROM generate_series(1, 1000) n");
        await Sql.ExecuteAsync(from, "UPDATE t SET v = 'b' WHERE id = 700");
        await using var blocker = await Sql.OpenAsync(to);
        await using var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var locking = new Npgsql.NpgsqlCommand("UPDATE t SET v = 'mine' WHERE id IN (5, 700)", blocker, transaction);
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var run = CopyingBack.FailsAsync(from, to);
        await Eventually.HoldsAsync("the writing waits for the row", () => Sql.ScalarAsync<bool>(to, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("CopyBackNotProven", (await run).ErrorId);
        Assert.Equal("a|998\nmine|2", await CopyingBack.TextAsync(to, "SELECT v, count(*) FROM t GROUP BY 1 ORDER BY 1"));
    }

    [Fact]
    public async Task A_column_that_only_the_new_database_has_is_refused_and_a_table_that_only_the_old_one_has_is_warned_of()
    {
        var (to, from) = await servers.TwinsAsync("CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE gone (id integer); INSERT INTO gone VALUES (1)");
        await Sql.ExecuteAsync(from, "DROP TABLE gone; INSERT INTO t VALUES (1); CREATE TABLE later (id integer)");
        var observer = new RecordingObserver();

        var tables = await CopyingBack.RunAsync(new() { From = from, To = to }, observer);

        Assert.Equal("public.t: 1 inserted, 0 updated, 0 deleted", Assert.Single(tables).ToString());
        Assert.Contains(observer.Warnings, warning => warning.Contains("no table public.gone", StringComparison.Ordinal));
        await Sql.ExecuteAsync(from, "ALTER TABLE t ADD v text");
        Assert.Equal(("DestinationObjectNotFound", "public.t.v"), (await CopyingBack.FailsAsync(from, to)) is var error ? (error.ErrorId, error.Subject) : default);
    }
}
