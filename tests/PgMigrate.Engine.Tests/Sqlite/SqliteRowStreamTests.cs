using System.Globalization;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteRowStreamTests(TestServers servers)
{
    public static TheoryData<string, string, ValueConversion, string?> GoodValues => new()
    {
        { "32767", "smallint", ValueConversion.SmallInt, "32767" },
        { "-2147483648", "integer", ValueConversion.Integer, "-2147483648" },
        { "9223372036854775807", "bigint", ValueConversion.BigInt, "9223372036854775807" },
        { "-9223372036854775808", "bigint", ValueConversion.BigInt, "-9223372036854775808" },
        { "42.0", "bigint", ValueConversion.BigInt, "42" },
        { "NULL", "bigint", ValueConversion.BigInt, null },
        { "0.1", "double precision", ValueConversion.Double, "0.1" },
        { "9007199254740992", "double precision", ValueConversion.Double, "9.007199254740992e+15" },
        { "-9223372036854775808", "double precision", ValueConversion.Double, "-9.223372036854776e+18" },
        { "9e999", "double precision", ValueConversion.Double, "Infinity" },
        { "-9e999", "double precision", ValueConversion.Double, "-Infinity" },
        { "-9223372036854775808", "numeric", ValueConversion.Numeric, "-9223372036854775808" },
        { "100000000", "numeric", ValueConversion.Numeric, "100000000" },
        { "0", "numeric", ValueConversion.Numeric, "0" },
        { "0.1", "numeric", ValueConversion.Numeric, "0.1" },
        { "1e20", "numeric", ValueConversion.Numeric, "100000000000000000000" },
        { "'12345678901234567890.123456789012345678901234567890'", "numeric", ValueConversion.Numeric, "12345678901234567890.123456789012345678901234567890" },
        { "'1.5e-7'", "numeric", ValueConversion.Numeric, "0.00000015" },
        { "'-0.00'", "numeric", ValueConversion.Numeric, "0.00" },
        { "19.99", "numeric(10,2)", ValueConversion.Numeric, "19.99" },
        { "'5.100'", "numeric(3,1)", ValueConversion.Numeric, "5.1" },
        { "1", "boolean", ValueConversion.Boolean, "true" },
        { "0", "boolean", ValueConversion.Boolean, "false" },
        { "'TRUE'", "boolean", ValueConversion.Boolean, "true" },
        { "'no'", "boolean", ValueConversion.Boolean, "false" },
        { "''", "text", ValueConversion.Text, "" },
        { "'Grüße, 世界 🐘'", "text", ValueConversion.Text, "Grüße, 世界 🐘" },
        { "'äöü'", "character varying(3)", ValueConversion.Text, "äöü" },
        { "42", "text", ValueConversion.Text, "42" },
        { "42.0", "text", ValueConversion.Text, "42.0" },
        { "1e20", "text", ValueConversion.Text, "1.0e+20" },
        { "0.30000000000000004", "text", ValueConversion.Text, "0.30000000000000004" },
        { "x'00FF10'", "bytea", ValueConversion.Bytea, "\\x00ff10" },
        { "x''", "bytea", ValueConversion.Bytea, "\\x" },
        { "'abc'", "bytea", ValueConversion.Bytea, "\\x616263" },
        { "'A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11'", "uuid", ValueConversion.Uuid, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" },
        { "'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "uuid", ValueConversion.Uuid, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" },
        { "'{\"b\": 1,  \"a\": [1.50]}'", "json", ValueConversion.Json, "{\"b\": 1,  \"a\": [1.50]}" },
        { "'{\"b\": 1,  \"a\": [1.50]}'", "jsonb", ValueConversion.Jsonb, "{\"a\": [1.50], \"b\": 1}" },
        { "'2024-02-29'", "date", ValueConversion.IsoDate, "2024-02-29" },
        { "'0001-01-01'", "date", ValueConversion.IsoDate, "0001-01-01" },
        { "'9999-12-31'", "date", ValueConversion.IsoDate, "9999-12-31" },
        { "'23:59:59.123456'", "time without time zone", ValueConversion.IsoTime, "23:59:59.123456" },
        { "'07:05'", "time without time zone", ValueConversion.IsoTime, "07:05:00" },
        { "'2024-02-29 12:34:56.789'", "timestamp without time zone", ValueConversion.IsoTimestamp, "2024-02-29 12:34:56.789" },
        { "'1969-12-31T23:59'", "timestamp without time zone", ValueConversion.IsoTimestamp, "1969-12-31 23:59:00" },
        { "'2024-02-29 12:34:56.1234560'", "timestamp without time zone", ValueConversion.IsoTimestamp, "2024-02-29 12:34:56.123456" },
        { "'2024-02-29'", "timestamp without time zone", ValueConversion.IsoTimestamp, "2024-02-29 00:00:00" },
        { "'2024-02-29T12:00:00Z'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "2024-02-29 12:00:00+00" },
        { "'2024-02-29 12:00:00+05:30'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "2024-02-29 06:30:00+00" },
        { "'2024-02-29 12:00:00 -0800'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "2024-02-29 20:00:00+00" },
        { "'2024-02-29 12:00:00 UTC'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "2024-02-29 12:00:00+00" },
        { "'2024-02-29 12:00:00'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "2024-02-29 12:00:00+00" },
        { "1627303906", "timestamp with time zone", ValueConversion.EpochSeconds, "2021-07-26 12:51:46+00" },
        { "-1", "timestamp with time zone", ValueConversion.EpochSeconds, "1969-12-31 23:59:59+00" },
        { "1627303906.25", "timestamp with time zone", ValueConversion.EpochSeconds, "2021-07-26 12:51:46.25+00" },
        { "1627303906122", "timestamp with time zone", ValueConversion.EpochMilliseconds, "2021-07-26 12:51:46.122+00" },
        { "2459422.0359375", "timestamp with time zone", ValueConversion.JulianDay, "2021-07-26 12:51:45+00" },
    };

    [Theory]
    [MemberData(nameof(GoodValues))]
    public async Task Lands_in_PostgreSQL_as_the_value_that_SQLite_held(string value, string type, ValueConversion conversion, string? expected)
    {
        using var sample = new SqliteSample($"CREATE TABLE t (v); INSERT INTO t VALUES ({value})");
        var rows = await sample.CopyAsync(servers, SqliteSample.Map(sample.Table(), (type, conversion)));
        Assert.Equal(expected, Assert.Single(rows)[0]);
    }

    public static TheoryData<string, string, ValueConversion, string> BadValues => new()
    {
        { "32768", "smallint", ValueConversion.SmallInt, "outside the range of smallint" },
        { "-2147483649", "integer", ValueConversion.Integer, "outside the range of integer" },
        { "'twelve'", "bigint", ValueConversion.BigInt, "TEXT, which bigint cannot hold" },
        { "1.5", "bigint", ValueConversion.BigInt, "a REAL that bigint would round" },
        { "1e300", "bigint", ValueConversion.BigInt, "outside the range of bigint" },
        { "9007199254740993", "double precision", ValueConversion.Double, "more digits than double precision holds exactly" },
        { "9223372036854775807", "double precision", ValueConversion.Double, "more digits than double precision holds exactly" },
        { "9e999", "numeric", ValueConversion.Numeric, "an infinite REAL" },
        { "9e999", "bigint", ValueConversion.BigInt, "an infinite REAL" },
        { "' 12'", "numeric", ValueConversion.Numeric, "not a decimal number" },
        { "'1e200000'", "numeric", ValueConversion.Numeric, "more digits than numeric holds" },
        { "19.995", "numeric(10,2)", ValueConversion.Numeric, "more digits than numeric(10,2) holds" },
        { "123456789", "numeric(10,2)", ValueConversion.Numeric, "more digits than numeric(10,2) holds" },
        { "2", "boolean", ValueConversion.Boolean, "neither true nor false" },
        { "'maybe'", "boolean", ValueConversion.Boolean, "neither true nor false" },
        { "'a' || char(0) || 'b'", "text", ValueConversion.Text, "NUL" },
        { "CAST(x'FF41' AS TEXT)", "text", ValueConversion.Text, "not valid Unicode" },
        { "CAST(x'EDA080' AS TEXT)", "text", ValueConversion.Text, "not valid Unicode" },
        { "'äöüß'", "character varying(3)", ValueConversion.Text, "longer than character varying(3)" },
        { "x'41'", "text", ValueConversion.Text, "a BLOB, which text cannot hold" },
        { "7", "bytea", ValueConversion.Bytea, "an INTEGER, which bytea cannot hold" },
        { "'not-a-uuid'", "uuid", ValueConversion.Uuid, "not a uuid" },
        { "'{\"a\": }'", "json", ValueConversion.Json, "not valid json" },
        { "''", "json", ValueConversion.Json, "not valid json" },
        { "'\"\\u0000\"'", "jsonb", ValueConversion.Jsonb, "not valid jsonb" },
        { "'\"\\ud800\"'", "jsonb", ValueConversion.Jsonb, "not valid jsonb" },
        { "'2023-02-29'", "date", ValueConversion.IsoDate, "no ISO 8601 value of type date" },
        { "'0000-00-00'", "date", ValueConversion.IsoDate, "no ISO 8601 value of type date" },
        { "'2024-02-29 10:00'", "date", ValueConversion.IsoDate, "no ISO 8601 value of type date" },
        { "'24:00'", "time without time zone", ValueConversion.IsoTime, "no ISO 8601 value" },
        { "'2024-02-29T12:00:00Z'", "timestamp without time zone", ValueConversion.IsoTimestamp, "would drop" },
        { "'2024-02-29 12:34:56.1234567'", "timestamp without time zone", ValueConversion.IsoTimestamp, "finer than timestamp" },
        { "'2024-02-29 12:34:56.789'", "timestamp(0) without time zone", ValueConversion.IsoTimestamp, "finer than timestamp(0)" },
        { "1627303906", "timestamp without time zone", ValueConversion.IsoTimestamp, "an INTEGER, which" },
        { "9223372036854775807", "timestamp with time zone", ValueConversion.EpochSeconds, "outside the range" },
        { "-9223372036854775808", "timestamp with time zone", ValueConversion.EpochMilliseconds, "outside the range" },
        { "1e300", "timestamp with time zone", ValueConversion.JulianDay, "outside the range" },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task Stops_at_a_value_that_its_column_cannot_hold(string value, string type, ValueConversion conversion, string reason)
    {
        using var sample = new SqliteSample($"CREATE TABLE t (v); INSERT INTO t (rowid, v) VALUES (1, NULL), (17, {value})");
        var columns = SqliteSample.Map(sample.Table(), (type, conversion));
        await using var stream = SqliteRowStream.Open(sample.Connection, sample.Table(), columns, ChunkBounds.Whole, new RowStreamOptions());

        var error = await Assert.ThrowsAsync<MigrationException>(
            async () => await stream.ReadAsync(new byte[1000], TestContext.Current.CancellationToken));

        Assert.Equal("UnsuitableValue", error.ErrorId);
        Assert.Equal("t", error.Subject);
        Assert.Contains("Column 'v' of table 't'", error.Message, StringComparison.Ordinal);
        Assert.Contains("rowid 17", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public async Task Rejects_the_row_of_a_value_that_its_column_cannot_hold_and_goes_on(
        string value, string type, ValueConversion conversion, string reason)
    {
        using var sample = new SqliteSample($"CREATE TABLE t (id INT, v); INSERT INTO t (rowid, id, v) VALUES (1, 1, NULL), (17, 2, {value}), (18, 3, NULL)");
        var columns = SqliteSample.Map(sample.Table(), ("bigint", ValueConversion.BigInt), (type, conversion));
        List<RejectedRow> rejected = [];

        var rows = await sample.CopyAsync(servers, columns, new RowStreamOptions { Rejected = rejected.Add });

        Assert.Equal(["1", "3"], rows.Select(row => row[0]));
        var row = Assert.Single(rejected);
        Assert.Equal(("t", "rowid 17", "v"), (row.Table, row.Row, row.Column));
        Assert.Contains(reason, row.Reason, StringComparison.Ordinal);
        Assert.StartsWith("2\t", row.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_rejected_bytes_so_that_COPY_text_would_read_them()
    {
        using var sample = new SqliteSample("CREATE TABLE t (a, b, c, d); INSERT INTO t VALUES ('tab\t\\', x'00FF', NULL, CAST(x'41FF00' AS TEXT))");
        var columns = SqliteSample.Map(sample.Table(),
            ("text", ValueConversion.Text), ("bytea", ValueConversion.Bytea), ("text", ValueConversion.Text), ("text", ValueConversion.Text));
        List<RejectedRow> rejected = [];
        Assert.Empty(await sample.CopyAsync(servers, columns, new RowStreamOptions { Rejected = rejected.Add }));
        Assert.Equal(@"tab\x09\\" + "\t" + @"\\x00FF" + "\t" + @"\N" + "\t" + @"A\xFF\x00", Assert.Single(rejected).Data);
    }

    [Fact]
    public async Task Writes_rejected_numbers_alike_under_every_culture()
    {
        using var sample = new SqliteSample("CREATE TABLE t (a, b); INSERT INTO t VALUES (-5, x'00')");
        var columns = SqliteSample.Map(sample.Table(), ("bigint", ValueConversion.BigInt), ("text", ValueConversion.Text));
        List<RejectedRow> rejected = [];
        // Swedish and others write U+2212 for minus.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u2212";
        CultureInfo.CurrentCulture = culture;
        Assert.Empty(await sample.CopyAsync(servers, columns, new RowStreamOptions { Rejected = rejected.Add }));
        Assert.StartsWith("-5\t", Assert.Single(rejected).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_row_without_rowid_by_its_key()
    {
        using var sample = new SqliteSample(
            "CREATE TABLE t (code TEXT, v INT, region INT, PRIMARY KEY (region, code)) WITHOUT ROWID; INSERT INTO t VALUES ('a', 1, 2), ('it''s', 'x', 3)");
        var columns = SqliteSample.Map(sample.Table(), ("text", ValueConversion.Text), ("bigint", ValueConversion.BigInt), ("integer", ValueConversion.Integer));
        List<RejectedRow> rejected = [];
        var rows = await sample.CopyAsync(servers, columns, new RowStreamOptions { Rejected = rejected.Add });
        Assert.Equal<string?[]>(["a", "1", "2"], Assert.Single(rows));
        Assert.Equal("key (region, code) = (3, 'it's')", Assert.Single(rejected).Row);
    }

    [Fact]
    public async Task Finds_the_rowid_of_a_table_that_has_a_column_of_that_name()
    {
        using var sample = new SqliteSample("CREATE TABLE t (rowid TEXT, v INT); INSERT INTO t (_rowid_, rowid, v) VALUES (5, 'mine', 'x')");
        var columns = SqliteSample.Map(sample.Table(), ("text", ValueConversion.Text), ("bigint", ValueConversion.BigInt));
        List<RejectedRow> rejected = [];
        Assert.Empty(await sample.CopyAsync(servers, columns, new RowStreamOptions { Rejected = rejected.Add }));
        Assert.Equal("rowid 5", Assert.Single(rejected).Row);
    }

    [Theory]
    [InlineData("UTF-16le", "00D84100")]
    [InlineData("UTF-16be", "D8000041")]
    public async Task Reads_text_of_a_UTF_16_database(string encoding, string halfPair)
    {
        using var sample = new SqliteSample(
            $"PRAGMA encoding = '{encoding}'; CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('Grüße 🐘'), (CAST(x'{halfPair}' AS TEXT))");
        var profile = SqliteProfile.Read(sample.Connection, sample.Table(), new SqliteTypeOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(2, profile.Columns[0].Texts);
        var columns = SqliteSample.Map(sample.Table(), ("text", ValueConversion.Text));
        List<RejectedRow> rejected = [];
        var rows = await sample.CopyAsync(servers, columns, new RowStreamOptions { Rejected = rejected.Add });
        Assert.Equal("Grüße 🐘", Assert.Single(rows)[0]);
        Assert.Contains("not valid Unicode", Assert.Single(rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_a_value_far_larger_than_the_buffer()
    {
        const int Length = 100_000_000;
        using var sample = new SqliteSample(
            $"CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t (v) VALUES ('before'), (replace(hex(zeroblob({Length / 2})), '0', 'x')), ('after')");
        var columns = SqliteSample.Map(sample.Table(), ("bigint", ValueConversion.BigInt), ("text", ValueConversion.Text));
        await using var stream = SqliteRowStream.Open(sample.Connection, sample.Table(), columns, ChunkBounds.Whole, new RowStreamOptions());
        var buffer = new byte[64 * 1024];
        long total = 0, letters = 0;
        for (int length; (length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
        {
            total += length;
            letters += buffer.AsSpan(0, length).Count((byte)'x');
        }

        Assert.Equal(Length, letters);
        Assert.Equal(19 + (3 * (2 + 12 + 4)) + "before".Length + Length + "after".Length + 2, total);
        Assert.Equal(3, stream.RowCount);
    }

    [Fact]
    public async Task Reads_only_the_rowids_of_its_chunk()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v INT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i FROM n");
        var columns = SqliteSample.Map(sample.Table(), ("bigint", ValueConversion.BigInt));
        var chunk = new ChunkBounds { Number = 2, Kind = ChunkKind.RowidRange, From = 40, Upto = 43 };
        var rows = await sample.CopyAsync(servers, columns, chunk: chunk);
        Assert.Equal(["40", "41", "42"], rows.Select(row => row[0]));
    }

    [Fact]
    public async Task Ends_when_cancelled()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v INT); INSERT INTO t VALUES (1)");
        var columns = SqliteSample.Map(sample.Table(), ("bigint", ValueConversion.BigInt));
        await using var stream = SqliteRowStream.Open(sample.Connection, sample.Table(), columns, ChunkBounds.Whole, new RowStreamOptions());
        await stream.ReadAsync(new byte[5], TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ReadAsync(new byte[1000], source.Token));
    }

    [Fact]
    public async Task Is_not_read_after_it_was_disposed()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v INT); INSERT INTO t VALUES (1)");
        var columns = SqliteSample.Map(sample.Table(), ("bigint", ValueConversion.BigInt));
        var stream = SqliteRowStream.Open(sample.Connection, sample.Table(), columns, ChunkBounds.Whole, new RowStreamOptions());
        Assert.Equal(19, await stream.ReadAsync(new byte[19], TestContext.Current.CancellationToken));
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadAsync(new byte[19], TestContext.Current.CancellationToken));
    }
}
