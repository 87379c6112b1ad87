using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Tests.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.CopyBack;

/// <summary>A SQLite file was migrated, the program wrote to the server; the file gets exactly that.</summary>
public sealed class FileReturnTests(TestServers servers)
{
    private const string Forms = """
        CREATE TABLE forms (id INTEGER PRIMARY KEY, small SMALLINT, num INTEGER, dbl REAL, dec DECIMAL(12,3), money_text NUMERIC, flag BOOLEAN, word BOOLEAN, words TEXT, bin BLOB, guid UUID,
            doc JSON, docb JSONB, day DATE, at TIME, stamp DATETIME, iso DATETIME, zoned TIMESTAMPTZ, sec TIMESTAMP, ms TIMESTAMP, jd TIMESTAMP);
        INSERT INTO forms VALUES
            (1, 1, 1, 1.5, 1.5, 2, 1, 'yes', 'one', x'00ff', '0a0b0c0d-0000-4000-8000-000000000001', '{"a":1}', '{"a":1}', '2024-01-31', '10:00:00', '2024-01-31 10:00:00', '2024-01-31T10:00:00.500000',
                '2024-01-31T10:00:00Z', 1706695200, 1706695200123, 2460340.91666667),
            (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (3, 3, 3, 3.5, 0.125, 3, 0, 'no', '', x'', '0a0b0c0d-0000-4000-8000-000000000003', '[]', '[]', '1999-12-31', '23:59:59', '1999-12-31 23:59:59', '1999-12-31T23:59:59.000001',
                '1999-12-31T23:59:59Z', 946684799, 946684799999, 2451544.5);
        """;

    [Fact]
    public async Task Values_of_every_conversion_come_back_in_the_form_that_the_column_uses()
    {
        using var file = new SqliteTestFile(Forms);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(
            from,
            """
            SET timezone = 'UTC';
            INSERT INTO forms VALUES (4, -4, 4000000000, 0.1, 12345678.125, 7.25, true, false, 'four ''"', '\x00', '0a0b0c0d-0000-4000-8000-00000000000f', '{"b": 2}', '{"b": [1, 2.5]}', '2025-02-28', '01:02:03.5',
                '2025-02-28 01:02:03', '2025-02-28 01:02:03.25', '2025-02-28 03:02:03+02', '2025-02-28 01:02:03', '2025-02-28 01:02:03.004', '2025-02-28 12:00:00');
            UPDATE forms SET flag = false, words = repeat('long ', 220000), bin = decode(repeat('00ff', 500000), 'hex'), sec = sec + interval '0.5 seconds' WHERE id = 1;
            UPDATE forms SET word = true, words = '', bin = '', stamp = '2024-02-29 00:00:00' WHERE id = 2;
            DELETE FROM forms WHERE id = 3
            """);

        Assert.Equal("main.forms: 1 inserted, 2 updated, 1 deleted", await ReturnAsync(from, file));

        Assert.Equal(
            "-4|4000000000|0.1|12345678.125|7.25|1|no|four '\"|00|0a0b0c0d-0000-4000-8000-00000000000f|{\"b\": 2}|2025-02-28|01:02:03.5|2025-02-28 01:02:03|2025-02-28T01:02:03.250000|"
                + "2025-02-28T01:02:03Z|1740704523|1740704523004|2460735",
            Text(file, "SELECT small, num, dbl, dec, money_text, flag, word, words, hex(bin), guid, doc, day, at, stamp, iso, zoned, sec, ms, jd FROM forms WHERE id = 4"));
        Assert.Equal("0|yes|1100000|1000000|blob|1706695200.5|{\"a\":1}", Text(file, "SELECT flag, word, length(words), length(bin), typeof(bin), sec, docb FROM forms WHERE id = 1"));
        Assert.Equal("yes|text|blob|0|2024-02-29 00:00:00|null", Text(file, "SELECT word, typeof(words), typeof(bin), length(bin), stamp, typeof(num) FROM forms WHERE id = 2"));
    }

    [Fact]
    public async Task Tables_of_every_kind_get_their_rows_back_in_one_transaction()
    {
        using var file = new SqliteTestFile("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE bag (a INTEGER, b TEXT); INSERT INTO bag VALUES (1, 'x'), (1, 'x'), (1, 'x'), (2, NULL), (NULL, NULL);
            CREATE TABLE flat (code TEXT COLLATE NOCASE, n INTEGER, v TEXT, PRIMARY KEY (code, n)) WITHOUT ROWID; INSERT INTO flat VALUES ('a', 1, 'x'), ('b', 2, 'y'), ('c', 3, 'z');
            CREATE TABLE strict_one (id INTEGER PRIMARY KEY, v TEXT, x ANY) STRICT; INSERT INTO strict_one VALUES (1, 'x', 'y');
            CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT UNIQUE, twice INTEGER GENERATED ALWAYS AS (id * 2) STORED); INSERT INTO counted (v) VALUES ('a'), ('b'), ('c');
            CREATE TABLE named (code TEXT PRIMARY KEY, v REAL); INSERT INTO named VALUES ('k1', 1.5), ('k2', 2.5);
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(
            from,
            """
            DELETE FROM bag WHERE ctid = (SELECT min(ctid) FROM bag WHERE a = 1); INSERT INTO bag VALUES (NULL, NULL), (3, ''), (3, '');
            UPDATE flat SET v = 'changed' WHERE code = 'b'; DELETE FROM flat WHERE code = 'c'; INSERT INTO flat VALUES ('d', 9, NULL);
            UPDATE strict_one SET v = NULL; INSERT INTO strict_one VALUES (2, 'two', 'z');
            UPDATE counted SET v = 'a2' WHERE v = 'a'; UPDATE counted SET v = 'a' WHERE v = 'b'; UPDATE counted SET v = 'b' WHERE v = 'a2';
            INSERT INTO counted (v) VALUES ('later'), ('latest'); DELETE FROM counted WHERE v = 'latest';
            UPDATE named SET v = -v
            """);

        Assert.Equal(
            """
            main.bag: 3 inserted, 0 updated, 1 deleted
            main.counted: 1 inserted, 2 updated, 0 deleted
            main.flat: 1 inserted, 1 updated, 1 deleted
            main.named: 0 inserted, 2 updated, 0 deleted
            main.strict_one: 1 inserted, 1 updated, 0 deleted
            """.ReplaceLineEndings("\n"), await ReturnAsync(from, file));
        Assert.Equal("wal", Text(file, "PRAGMA journal_mode"));
        Assert.Equal("k1|1\nk2|2", Text(file, "SELECT code, rowid FROM named ORDER BY 1"));
        Assert.Equal("6", Text(file, "INSERT INTO counted (v) VALUES ('next') RETURNING id"));
        Assert.Equal("ok", Text(file, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Fifty_thousand_changed_rows_come_back()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, v TEXT);
            WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 60000) INSERT INTO t SELECT n, n, 'value ' || n FROM s;
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "UPDATE t SET n = n + 100001; UPDATE t SET n = n - 100000; UPDATE t SET v = 'x' WHERE id > 50000");

        Assert.Equal("main.t: 0 inserted, 60000 updated, 0 deleted", await ReturnAsync(from, file));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task Where_nothing_was_written_the_file_keeps_its_bytes(string mode)
    {
        using var file = new SqliteTestFile($"PRAGMA journal_mode = {mode}", Forms);
        var from = await MigrateAsync(file);
        var before = SHA256.HashData(await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken));

        Assert.Equal("", await CopyingBack.WrittenAsync(from, file.Endpoint));

        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Triggers_of_the_file_do_not_fire_a_second_time_and_stay()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE log (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a');
            CREATE TRIGGER note AFTER INSERT ON t BEGIN INSERT INTO log (v) VALUES (new.v); END;
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "INSERT INTO t VALUES (2, 'b'); INSERT INTO log VALUES (1, 'b')");

        Assert.Equal("main.log: 1 inserted, 0 updated, 0 deleted\nmain.t: 1 inserted, 0 updated, 0 deleted", await ReturnAsync(from, file));

        file.Execute("INSERT INTO t VALUES (3, 'c')");
        Assert.Equal("b\nc", Text(file, "SELECT v FROM log ORDER BY id"));
    }

    [Fact]
    public async Task A_full_text_index_that_triggers_keep_is_warned_of()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE VIRTUAL TABLE found USING fts5(v, content='t', content_rowid='id');
            CREATE TRIGGER follow AFTER INSERT ON t BEGIN INSERT INTO found (rowid, v) VALUES (new.id, new.v); END;
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "INSERT INTO t VALUES (2, 'b')");
        var observer = new RecordingObserver();

        await CopyingBack.RunAsync(new() { From = from, To = file.Endpoint }, observer);

        Assert.Contains("The virtual table found does not follow what is copied back to t, because the trigger follow rests meanwhile: rebuild it.", observer.Warnings);
    }

    [Fact]
    public async Task A_file_in_UTF_16_gets_its_words_back()
    {
        using var file = new SqliteTestFile("PRAGMA encoding = 'UTF-16'; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT); INSERT INTO t VALUES (1, 'Amélie', '漢字'), (2, '', 'x')");
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "UPDATE t SET v = v || '😀'");

        Assert.Equal("main.t: 0 inserted, 2 updated, 0 deleted", await ReturnAsync(from, file));
        Assert.Equal("Amélie😀|漢字\n😀|x", Text(file, "SELECT v, w FROM t ORDER BY id"));
    }

    [Fact]
    public async Task Words_and_counts_of_a_column_stay_words_and_counts()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE t (id INTEGER PRIMARY KEY, b BOOLEAN, g UUID, d DATETIME, z DATETIME);
            INSERT INTO t VALUES (1, 'TRUE', '0A0B0C0D-0000-4000-8000-00000000000A', '2024-01-31 10:00', '2024-01-31T10:00:00.123+02:00');
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "SET timezone = 'UTC'; INSERT INTO t VALUES (2, false, '0a0b0c0d-0000-4000-8000-00000000000b', '2025-01-01 12:00', '2025-01-01 12:00:00'), (3, true, NULL, '2025-01-01 12:00:01', NULL)");

        await ReturnAsync(from, file);

        Assert.Equal(
            "FALSE|0A0B0C0D-0000-4000-8000-00000000000B|2025-01-01 12:00|2025-01-01T12:00:00.000+00:00\nTRUE|NULL|2025-01-01 12:00:01|NULL",
            Text(file, "SELECT b, g, d, z FROM t WHERE id > 1 ORDER BY id"));
    }

    [Theory]
    [InlineData("UPDATE t SET n = 1e30 + 0.1 WHERE id = 2", "n")]
    [InlineData("UPDATE t SET jd = '2025-02-28 12:00:00.000001' WHERE id = 2", "jd")]
    [InlineData("UPDATE t SET day = 'infinity' WHERE id = 2", "day")]
    [InlineData("UPDATE t SET d = 'NaN' WHERE id = 2", "d")]
    public async Task A_value_that_SQLite_cant_keep_is_named_and_nothing_is_changed(string sql, string column)
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'x');
            CREATE TABLE t (id INTEGER PRIMARY KEY, n DECIMAL, jd TIMESTAMP, day DATE, d REAL);
            INSERT INTO t VALUES (1, 1.5, 2460340.5, '2024-01-31', 1.5), (2, 2.5, 2460341.5, '2024-01-31', 1.5);
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "UPDATE a SET v = 'y'; " + sql);

        var error = await CopyingBack.FailsAsync(from, file.Endpoint);

        Assert.Equal(("CopyBackNotPossible", "main.t"), (error.ErrorId, error.Subject));
        Assert.Contains($"The row (2) of main.t can't be copied back: the value of {column}, ", error.Message, StringComparison.Ordinal);
        Assert.Equal("x", Text(file, "SELECT v FROM a"));
    }

    [Fact]
    public async Task A_row_that_would_refer_to_nothing_is_refused_and_nothing_is_changed()
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);
            """);
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "INSERT INTO parent VALUES (2); INSERT INTO child VALUES (2, 2)");

        var error = await Assert.ThrowsAsync<MigrationException>(() => CopyingBack.RunAsync(
            new() { From = from, To = file.Endpoint, Selection = new() { Tables = ["child"] } }));

        Assert.Equal(("ForeignKeyViolated", "child"), (error.ErrorId, error.Subject));
        Assert.Equal("1", Text(file, "SELECT count(*) FROM child"));
        Assert.Equal("main.child: 1 inserted, 0 updated, 0 deleted\nmain.parent: 1 inserted, 0 updated, 0 deleted", await ReturnAsync(from, file));
    }

    [Fact]
    public async Task A_file_that_another_program_has_locked_is_an_error_and_a_constraint_that_came_since_is_one()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a')");
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "INSERT INTO t VALUES (2, 'a')");
        using (var other = file.Open())
        {
            using var locking = new SqliteCommand("BEGIN IMMEDIATE", other);
            locking.ExecuteNonQuery();
            Assert.Equal("SqliteFileLocked", (await CopyingBack.FailsAsync(from, file.Endpoint)).ErrorId);
        }

        file.Execute("CREATE UNIQUE INDEX one ON t (v)");
        var refused = await CopyingBack.FailsAsync(from, file.Endpoint);
        Assert.Equal(("ConstraintViolated", "main.t"), (refused.ErrorId, refused.Subject));
        Assert.Equal("1", Text(file, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task What_is_cancelled_has_changed_nothing()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a')");
        var from = await MigrateAsync(file);
        await Sql.ExecuteAsync(from, "INSERT INTO t SELECT n, 'b' FROM generate_series(2, 20000) n");
        using var stop = new CancellationTokenSource();
        var observer = new StoppingObserver(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyingBack.RunAsync(new() { From = from, To = file.Endpoint }, observer, stop.Token));

        Assert.True(observer.HasStopped);
        Assert.Equal("1", Text(file, "SELECT count(*) FROM t"));
        Assert.Equal("main.t: 19999 inserted, 0 updated, 0 deleted", await ReturnAsync(from, file));
    }

    [Fact]
    public async Task Names_in_lower_case_find_their_table()
    {
        using var file = new SqliteTestFile("CREATE TABLE \"Mixed Case\" (\"Id\" INTEGER PRIMARY KEY, \"The Value\" TEXT); INSERT INTO \"Mixed Case\" VALUES (1, 'a')");
        var from = await servers.CreateDatabaseAsync();
        await Copying.RunAsync(new() { Source = file.Endpoint, Destination = from, CreateTable = true, IdentifierCase = IdentifierCase.Lower });
        await Sql.ExecuteAsync(from, "UPDATE \"mixed case\" SET \"the value\" = 'b'");

        var tables = await CopyingBack.RunAsync(new() { From = from, To = file.Endpoint, IdentifierCase = IdentifierCase.Lower });

        Assert.Equal("main.Mixed Case: 0 inserted, 1 updated, 0 deleted", Assert.Single(tables).ToString());
        Assert.Equal("b", Text(file, "SELECT \"The Value\" FROM \"Mixed Case\""));
    }

    private static async Task<string> ReturnAsync(DatabaseEndpoint from, SqliteTestFile file)
    {
        var written = await CopyingBack.WrittenAsync(from, file.Endpoint);
        Comparing.AssertSame(await Comparing.RunAsync(file.Endpoint, from));
        return written;
    }

    private static string Text(SqliteTestFile file, string sql)
    {
        using var connection = file.Open();
        using var command = new SqliteCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(place => reader.IsDBNull(place) ? "NULL" : reader.GetString(place))));
        return string.Join('\n', rows);
    }

    private async Task<DatabaseEndpoint> MigrateAsync(SqliteTestFile file)
    {
        var database = await servers.CreateDatabaseAsync();
        await Copying.RunAsync(new TableCopyRequest { Source = file.Endpoint, Destination = database, CreateTable = true });
        return database;
    }

    /// <summary>Stops the run as soon as a table has moved.</summary>
    private sealed class StoppingObserver(CancellationTokenSource stop) : IMigrationObserver
    {
        public bool HasStopped { get; private set; }

        public void Progress(MigrationProgress progress)
        {
            if (progress.Rows == 0 || HasStopped) return;
            HasStopped = true;
            stop.Cancel();
        }

        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }
    }
}
