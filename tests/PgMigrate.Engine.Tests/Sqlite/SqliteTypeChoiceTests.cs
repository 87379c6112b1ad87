using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteTypeChoiceTests
{
    [Theory]
    // Integers: INTEGER is 64 bits wide, narrower words only where every value fits.
    [InlineData("INTEGER", "1, NULL, 2", "bigint", ValueConversion.BigInt, null)]
    [InlineData("INT", "1, -2147483648", "integer", ValueConversion.Integer, null)]
    [InlineData("INT", "1, 2147483648", "bigint", ValueConversion.BigInt, "do not fit integer")]
    [InlineData("SMALLINT", "32767", "smallint", ValueConversion.SmallInt, null)]
    [InlineData("TINYINT", "40000", "integer", ValueConversion.Integer, "do not fit smallint")]
    [InlineData("TINYINT", "1627303906122", "bigint", ValueConversion.BigInt, "do not fit smallint")]
    [InlineData("UNSIGNED BIG INT", "1", "bigint", ValueConversion.BigInt, null)]
    [InlineData("INTEGER", "1, 2, 'stray'", "bigint", ValueConversion.BigInt, null)]
    [InlineData("INTEGER", "'a', 'b'", "text", ValueConversion.Text, "declared as an integer")]
    [InlineData("INTEGER", "1, 1.5", "double precision", ValueConversion.Double, "REAL")]
    [InlineData("INTEGER", "9007199254740993, 1.5", "numeric", ValueConversion.Numeric, "REAL")]
    [InlineData("INTEGER", "", "bigint", ValueConversion.BigInt, null)]
    // Booleans.
    [InlineData("BOOLEAN", "0, 1, NULL", "boolean", ValueConversion.Boolean, null)]
    [InlineData("BOOL", "'true', 'F', 'yes', 0", "boolean", ValueConversion.Boolean, null)]
    [InlineData("BOOLEAN", "0, 1, 2", "bigint", ValueConversion.BigInt, "other integers than 0 and 1")]
    [InlineData("BOOLEAN", "'maybe'", "text", ValueConversion.Text, "declared as boolean")]
    // Numbers.
    [InlineData("REAL", "1, 2.5, 9e999", "double precision", ValueConversion.Double, null)]
    [InlineData("DOUBLE PRECISION", "0.1", "double precision", ValueConversion.Double, null)]
    [InlineData("NUMERIC", "1, 2.5, '12345678901234567890.5'", "numeric", ValueConversion.Numeric, null)]
    [InlineData("DECIMAL(10, 2)", "1, 19.99, 99999999.99", "numeric(10,2)", ValueConversion.Numeric, null)]
    [InlineData("DECIMAL(10,2)", "19.995", "numeric", ValueConversion.Numeric, "do not fit numeric(10,2)")]
    [InlineData("DECIMAL(10,2)", "100000000", "numeric", ValueConversion.Numeric, "do not fit numeric(10,2)")]
    [InlineData("DECIMAL(18,0)", "999999999999999999", "numeric(18,0)", ValueConversion.Numeric, null)]
    [InlineData("DECIMAL(30,12)", "'123456789012345678.123456789012'", "numeric(30,12)", ValueConversion.Numeric, null)]
    [InlineData("DECIMAL(10,2)", "1.5, 9e999", "double precision", ValueConversion.Double, "infinite")]
    // Dates and times: what is stored decides.
    [InlineData("DATE", "'2024-02-29', '1970-01-01'", "date", ValueConversion.IsoDate, null)]
    [InlineData("DATE", "'2024-02-29', '2024-02-29 10:00'", "timestamp without time zone", ValueConversion.IsoTimestamp, "times of day")]
    [InlineData("DATETIME", "'2024-02-29 10:00:00', '2024-02-29'", "timestamp without time zone", ValueConversion.IsoTimestamp, null)]
    [InlineData("DATETIME", "'2024-02-29'", "timestamp without time zone", ValueConversion.IsoTimestamp, null)]
    [InlineData("DATETIME", "'2024-02-29T10:00:00Z'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "with a zone")]
    [InlineData("TIMESTAMP", "'2024-02-29T10:00:00+02:00', '2024-02-29T10:00'", "timestamp with time zone", ValueConversion.IsoTimestampTz, "taken as UTC")]
    [InlineData("TIMESTAMP WITH TIME ZONE", "'2024-02-29 10:00'", "timestamp with time zone", ValueConversion.IsoTimestampTz, null)]
    [InlineData("TIMESTAMP", "1627303906, 1700000000, NULL", "timestamp with time zone", ValueConversion.EpochSeconds, "seconds since 1970")]
    [InlineData("TIMESTAMP", "1627303906.5", "timestamp with time zone", ValueConversion.EpochSeconds, "seconds since 1970")]
    [InlineData("DATETIME", "1627303906122", "timestamp with time zone", ValueConversion.EpochMilliseconds, "milliseconds since 1970")]
    [InlineData("DATETIME", "2459422.25, 2459423", "timestamp with time zone", ValueConversion.JulianDay, "Julian")]
    [InlineData("DATETIME", "0, 0", "bigint", ValueConversion.BigInt, "none from 1990 to 2100")]
    [InlineData("DATETIME", "1627303906, 1627303906122", "bigint", ValueConversion.BigInt, "none from 1990 to 2100")]
    [InlineData("DATETIME", "1627303906, '2024-02-29'", "text", ValueConversion.Text, "numbers become decimal text")]
    [InlineData("DATETIME", "'2024-02-29 10:00:00.1234567'", "text", ValueConversion.Text, "finer than the microsecond")]
    [InlineData("DATETIME", "'02/29/2024', 'yesterday'", "text", ValueConversion.Text, "does not suit")]
    [InlineData("DATETIME", "'2024-02-29', '2024-02-28', '0000-00-00'", "timestamp without time zone", ValueConversion.IsoTimestamp, null)]
    [InlineData("TIME", "'10:00', '10:00:01.5'", "time without time zone", ValueConversion.IsoTime, null)]
    [InlineData("DATE", "", "date", ValueConversion.IsoDate, null)]
    [InlineData("DATETIME", "NULL", "timestamp without time zone", ValueConversion.IsoTimestamp, null)]
    // Text and bytes.
    [InlineData("TEXT", "'a', '2024-02-29'", "text", ValueConversion.Text, null)]
    [InlineData("TEXT", "'a', x'41'", "text", ValueConversion.Text, null)]
    [InlineData("VARCHAR(3)", "'äöü'", "character varying(3)", ValueConversion.Text, null)]
    [InlineData("CHARACTER VARYING (3)", "'abcd'", "text", ValueConversion.Text, "4 characters")]
    [InlineData("CHAR(2)", "'ab'", "character varying(2)", ValueConversion.Text, null)]
    [InlineData("BLOB", "x'00'", "bytea", ValueConversion.Bytea, null)]
    [InlineData("BLOB", "'a', 'b', x'00'", "bytea", ValueConversion.Bytea, "UTF-8 bytes")]
    [InlineData("BLOB", "1, 2", "bigint", ValueConversion.BigInt, "declared as BLOB")]
    [InlineData("UUID", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "uuid", ValueConversion.Uuid, null)]
    [InlineData("UUID", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'x'", "text", ValueConversion.Text, "declared as uuid")]
    [InlineData("UUID", "x'a0eebc999c0b4ef8bb6d6bb9bd380a11'", "bytea", ValueConversion.Bytea, "declared as uuid")]
    [InlineData("JSON", "'{}', '[1]', '\"s\"'", "json", ValueConversion.Json, null)]
    [InlineData("JSONB", "'{}'", "jsonb", ValueConversion.Jsonb, null)]
    [InlineData("JSON", "'{}', '{'", "text", ValueConversion.Text, "declared as json")]
    // No type at all.
    [InlineData("", "1, 2", "bigint", ValueConversion.BigInt, "without a type")]
    [InlineData("", "1, 2.5", "double precision", ValueConversion.Double, "without a type")]
    [InlineData("", "'a'", "text", ValueConversion.Text, "without a type")]
    [InlineData("", "x'00'", "bytea", ValueConversion.Bytea, "without a type")]
    [InlineData("", "1, 'a', 2.5", "text", ValueConversion.Text, "decimal text")]
    [InlineData("", "1, x'00'", "text", ValueConversion.Text, "rows with BLOBs are reported")]
    [InlineData("", "", "text", ValueConversion.Text, null)]
    public void Chooses_the_type_by_declaration_and_values(string declared, string values, string type, ValueConversion conversion, string? reason)
    {
        var mapping = Choose(declared, values, inferTypes: false);
        Assert.Equal((type, conversion), (mapping.Type, mapping.Conversion));
        if (reason is null) Assert.Null(mapping.Reason);
        else Assert.Contains(reason, mapping.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', NULL", "uuid")]
    [InlineData("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'other'", "text")]
    [InlineData("'{\"a\": 1}', ' [2]'", "json")]
    [InlineData("'{\"a\": 1}', '3'", "text")]
    [InlineData("'1', '2'", "text")]
    [InlineData("'true'", "text")]
    [InlineData("'2024-02-29', '2024-03-01'", "date")]
    [InlineData("'2024-02-29', '2024-03-01 10:00'", "timestamp without time zone")]
    [InlineData("'2024-02-29 10:00Z'", "timestamp with time zone")]
    [InlineData("'10:00', '23:59:59'", "time without time zone")]
    [InlineData("'10:00', '2024-02-29'", "text")]
    [InlineData("'2024-02-29', ''", "text")]
    [InlineData("'2024-02-29 10:00:00.1234567'", "text")]
    public void Infers_types_of_text_only_where_every_value_agrees_and_only_when_told(string values, string type)
    {
        var inferred = Choose("TEXT", values, inferTypes: true);
        Assert.Equal(type, inferred.Type);
        Assert.Equal(type == "text", inferred.Reason is null);
        Assert.Equal("text", Choose("TEXT", values, inferTypes: false).Type);
    }

    [Fact]
    public void Takes_INT_of_a_strict_table_for_64_bits()
    {
        Assert.SkipUnless(SqliteLibrary.Version >= 3_037_000, "STRICT came with SQLite 3.37.");
        using var sample = new SqliteSample("CREATE TABLE t (a INT, b ANY) STRICT; INSERT INTO t VALUES (1, '1'), (2, 1)");
        Assert.Equal(["bigint", "text"], Choose(sample).Select(mapping => mapping.Type));
    }

    [Fact]
    public void Gives_the_rowid_alias_bigint_and_folds_names_when_told()
    {
        using var sample = new SqliteSample("CREATE TABLE t (\"Id\" INTEGER PRIMARY KEY, \"ÄName\" TEXT)");
        Assert.Equal([("Id", "bigint"), ("ÄName", "text")], Choose(sample).Select(mapping => (mapping.Name, mapping.Type)));
        var lower = Choose(sample, options: new SqliteTypeOptions { IdentifierCase = IdentifierCase.Lower });
        Assert.Equal(["id", "Äname"], lower.Select(mapping => mapping.Name));
    }

    [Fact]
    public async Task Chooses_types_that_take_every_value_of_the_table()
    {
        using var sample = new SqliteSample(
            """
            CREATE TABLE t (a INT, b DECIMAL(6,2), c, d DATETIME, e VARCHAR(4), f NUMERIC, g BLOB);
            INSERT INTO t VALUES (1, 1234.56, 'x', '2024-02-29', 'four', 1e18, 1), (3000000000, 0.01, 2.0, '2024-01-01T00:00Z', 'fünf', '0.1234567890123456789', 2.5)
            """);
        await using var stream = SqliteRowStream.Open(sample.Connection, sample.Table(), Choose(sample), ChunkBounds.Whole, new RowStreamOptions());
        await SqliteSample.DrainAsync(stream);
        Assert.Equal(2, stream.RowCount);
    }

    [Fact]
    public void Aligns_foreign_keys_with_the_keys_that_they_reference()
    {
        using var sample = new SqliteSample(
            """
            CREATE TABLE country (code CHAR(2) PRIMARY KEY);
            CREATE TABLE city (id INTEGER PRIMARY KEY, country TEXT REFERENCES country (code), twin INT REFERENCES city (id));
            CREATE TABLE shop (city SMALLINT REFERENCES City (ID), owner TEXT);
            CREATE TABLE owner (guid UUID PRIMARY KEY);
            INSERT INTO country VALUES ('de'); INSERT INTO city VALUES (1, 'de', 1);
            INSERT INTO owner VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'); INSERT INTO shop VALUES (1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
            """);
        SqliteTable[] tables =
        [
            sample.Table("country"),
            sample.Table("city") with { ForeignKeys = [Key("country", "country", "code"), Key("twin", "city", "id")] },
            sample.Table("shop") with { ForeignKeys = [Key("city", "City", "ID"), Key("owner", "owner", "guid")] },
            sample.Table("owner"),
        ];
        var mappings = tables.ToDictionary(table => table.Name, table => Choose(sample, table));
        Assert.Equal("smallint", mappings["shop"][0].Type);

        var aligned = SqliteTypeChoice.AlignForeignKeys(tables, mappings);

        Assert.Equal(["text"], Types("country"));
        Assert.Equal(["bigint", "text", "bigint"], Types("city"));
        Assert.Equal(["bigint", "uuid"], Types("shop"));
        Assert.Equal(ValueConversion.Uuid, aligned["shop"][1].Conversion);
        Assert.Contains("city.id", aligned["shop"][0].Reason, StringComparison.Ordinal);

        IEnumerable<string> Types(string table) => aligned[table].Select(mapping => mapping.Type);
    }

    private static SqliteForeignKey Key(string column, string parent, string parentColumn) => new()
    {
        Columns = [column],
        ParentTable = parent,
        ParentColumns = [parentColumn],
        OnUpdate = "NO ACTION",
        OnDelete = "NO ACTION",
    };

    private static ColumnMapping Choose(string declared, string values, bool inferTypes)
    {
        var inserts = values.Length == 0 ? "" : $"INSERT INTO t (v) VALUES {string.Join(", ", SplitValues(values).Select(value => $"({value})"))}";
        using var sample = new SqliteSample($"CREATE TABLE t (v {declared}); {inserts}");
        return Assert.Single(Choose(sample, options: new SqliteTypeOptions { InferTypes = inferTypes }));
    }

    private static IReadOnlyList<ColumnMapping> Choose(SqliteSample sample, SqliteTable? table = null, SqliteTypeOptions? options = null)
    {
        table ??= sample.Table();
        options ??= new SqliteTypeOptions();
        var profile = SqliteProfile.Read(sample.Connection, table, options, TestContext.Current.CancellationToken);
        return SqliteTypeChoice.Choose(table, profile, options);
    }

    /// <summary>Splits at commas with a space, which stand between values and within none.</summary>
    private static string[] SplitValues(string values) => values.Split(", ");
}
