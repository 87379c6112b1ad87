using PgMigrate.Engine.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteExpressionTests
{
    internal static readonly ColumnMapping[] Columns =
    [
        Mapping.Of("id", "INTEGER", "bigint", ValueConversion.BigInt),
        Mapping.Of("n", "INT", "bigint", ValueConversion.BigInt),
        Mapping.Of("price", "DECIMAL(10,2)", "numeric(10,2)", ValueConversion.Numeric),
        Mapping.Of("mixed", "NUMERIC", "double precision", ValueConversion.Double),
        Mapping.Of("ratio", "REAL", "double precision", ValueConversion.Double),
        Mapping.Of("name", "TEXT", "text", ValueConversion.Text),
        Mapping.Of("mail", "TEXT", "text", ValueConversion.Text, "NOCASE"),
        Mapping.Of("any", "", "text", ValueConversion.Text),
        Mapping.Of("active", "BOOLEAN", "boolean", ValueConversion.Boolean),
        Mapping.Of("deleted", "BOOLEAN", "boolean", ValueConversion.Boolean),
        Mapping.Of("data", "BLOB", "bytea", ValueConversion.Bytea),
        Mapping.Of("doc", "JSON", "jsonb", ValueConversion.Jsonb),
        Mapping.Of("uid", "TEXT", "uuid", ValueConversion.Uuid),
        Mapping.Of("day", "DATE", "date", ValueConversion.IsoDate),
        Mapping.Of("made", "DATETIME", "timestamp with time zone", ValueConversion.IsoTimestampTz),
        Mapping.Of("local", "DATETIME", "timestamp without time zone", ValueConversion.IsoTimestamp),
        Mapping.Of("epoch", "INTEGER", "timestamp with time zone", ValueConversion.EpochSeconds),
        Mapping.Of("epoch_ms", "INTEGER", "timestamp with time zone", ValueConversion.EpochMilliseconds),
        Mapping.Of("Order", "INTEGER", "bigint", ValueConversion.BigInt),
    ];

    [Theory]
    [InlineData("n > 0", "\"n\" > 0")]
    [InlineData("n==1 AND ratio<>.5", "\"n\" = 1 AND \"ratio\" <> 0.5")]
    [InlineData("n != 0x1F", "\"n\" <> 31")]
    [InlineData("N >= -5", "\"n\" >= -5")]
    [InlineData("(n > 1 OR n < -1) AND ratio > 1.0", "(\"n\" > 1 OR \"n\" < -1) AND \"ratio\" > 1.0")]
    [InlineData("NOT n > 1", "NOT (\"n\" > 1)")]
    [InlineData("n", "\"n\" <> 0")]
    [InlineData("n > '5'", "\"n\" > 5")]
    [InlineData("\"order\" > 1", "\"Order\" > 1")]
    [InlineData("[Order] > 1", "\"Order\" > 1")]
    [InlineData("t.n > 1", "\"n\" > 1")]
    [InlineData("rowid > 0", "\"id\" > 0")]
    [InlineData("n BETWEEN 1 AND 10", "\"n\" BETWEEN 1 AND 10")]
    [InlineData("n NOT IN (1, 2)", "\"n\" NOT IN (1, 2)")]
    [InlineData("n IS NULL OR n IS NOT NULL", "\"n\" IS NULL OR \"n\" IS NOT NULL")]
    [InlineData("n ISNULL OR n NOTNULL OR n NOT NULL", "\"n\" IS NULL OR \"n\" IS NOT NULL OR \"n\" IS NOT NULL")]
    [InlineData("n IS 5", "\"n\" IS NOT DISTINCT FROM 5")]
    [InlineData("n IS NOT id", "\"n\" IS DISTINCT FROM \"id\"")]
    [InlineData("n IS DISTINCT FROM id", "\"n\" IS DISTINCT FROM \"id\"")]
    [InlineData("n + 1 > id * 2", "(\"n\" + 1) > (\"id\" * 2)")]
    [InlineData("n % 2 = 0", "(\"n\" % 2) = 0")]
    [InlineData("n / id = 1", "(\"n\" / nullif(\"id\", 0)) = 1")]
    [InlineData("n & 4", "(\"n\" & 4) <> 0")]
    [InlineData("active = 1", "\"active\" = true")]
    [InlineData("active IN (0,1)", "\"active\" IN (false, true)")]
    [InlineData("active IN ('true','false')", "\"active\" IN (true, false)")]
    [InlineData("1 = active", "true = \"active\"")]
    [InlineData("active", "\"active\"")]
    [InlineData("active IS TRUE", "(\"active\") IS TRUE")]
    [InlineData("active + deleted <= 1", "(\"active\"::integer + \"deleted\"::integer) <= 1")]
    [InlineData("(n IS NOT NULL) + (id IS NOT NULL) = 1", "((\"n\" IS NOT NULL)::integer + (\"id\" IS NOT NULL)::integer) = 1")]
    [InlineData("(n > 1) = 1", "(\"n\" > 1) = true")]
    [InlineData("coalesce(active, 0) = 1", "coalesce(\"active\", false) = true")]
    [InlineData("name = 'it''s'", "\"name\" = 'it''s'")]
    [InlineData("name = \"draft\"", "\"name\" = 'draft'")]
    [InlineData("name = 5", "\"name\" = '5'")]
    [InlineData("name <> ''", "\"name\" <> ''")]
    [InlineData("name >= 'A' AND name < 'Z'", "\"name\" >= 'A' COLLATE \"C\" AND \"name\" < 'Z' COLLATE \"C\"")]
    [InlineData("mail = 'X@y'", "lower(\"mail\" COLLATE \"C\") = 'x@y'")]
    [InlineData("name = mail", "\"name\" = \"mail\"")]
    [InlineData("name = 'a' COLLATE NOCASE", "lower(\"name\" COLLATE \"C\") = 'a'")]
    [InlineData("name LIKE 'a%'", "\"name\" ILIKE 'a%'")]
    [InlineData("name NOT LIKE 'a\\%' ESCAPE '\\'", "\"name\" NOT ILIKE E'a\\\\%' ESCAPE E'\\\\'")]
    [InlineData("name LIKE 'a\\b'", "\"name\" ILIKE E'a\\\\b' ESCAPE ''")]
    [InlineData("n LIKE '1%'", "\"n\"::text ILIKE '1%'")]
    [InlineData("name GLOB '[A-Z][a-z]*.?'", "\"name\" ~ E'^[A-Z][a-z].*\\\\..$'")]
    [InlineData("name NOT GLOB '*[^0-9]*'", "\"name\" !~ '^.*[^0-9].*$'")]
    [InlineData("name GLOB '[]a]'", "\"name\" ~ E'^[\\\\]a]$'")]
    [InlineData("length(name) = 3", "length(\"name\") = 3")]
    [InlineData("length(trim(name)) > 0", "length(btrim(\"name\")) > 0")]
    [InlineData("length(n) < 4", "length(\"n\"::text) < 4")]
    [InlineData("lower(name) = name", "lower(\"name\" COLLATE \"C\") = \"name\"")]
    [InlineData("substr(name, 1, 1) = '/'", "substr(\"name\", 1, 1) = '/'")]
    [InlineData("substr(name, -3) = '.gz'", "right(\"name\", 3) = '.gz'")]
    [InlineData("substr(name, instr(name,'@')+1) <> ''", "substr(\"name\", (strpos(\"name\", '@') + 1)::integer) <> ''")]
    [InlineData("instr(name, '@') > 1", "strpos(\"name\", '@') > 1")]
    [InlineData("ifnull(n, 0) >= 0", "coalesce(\"n\", 0) >= 0")]
    [InlineData("abs(n) < 10", "abs(\"n\") < 10")]
    [InlineData("round(ratio, 2) = 1.5", "round(\"ratio\"::numeric, 2) = 1.5")]
    [InlineData("iif(active, n, id) > 0", "CASE WHEN \"active\" THEN \"n\" ELSE \"id\" END > 0")]
    [InlineData("CASE WHEN n > 1 THEN 1 ELSE 0 END", "CASE WHEN \"n\" > 1 THEN 1 ELSE 0 END <> 0")]
    [InlineData("CASE n WHEN 1 THEN name = 'a' ELSE 1 END", "CASE WHEN \"n\" = 1 THEN (\"name\" = 'a')::integer ELSE 1 END <> 0")]
    [InlineData("max(n, id) < 5", "CASE WHEN (\"n\") IS NULL OR (\"id\") IS NULL THEN NULL ELSE greatest(\"n\", \"id\") END < 5")]
    [InlineData("CAST(ratio AS INTEGER) = 1", "trunc(\"ratio\")::bigint = 1")]
    [InlineData("CAST(n AS TEXT) = '1'", "\"n\"::text = '1'")]
    [InlineData("name || '-' || n = 'a-1'", "((\"name\" || '-') || \"n\"::text) = 'a-1'")]
    [InlineData("typeof(n) = 'integer'", "\"n\" IS NOT NULL")]
    [InlineData("typeof(n) IN ('integer', 'null')", "true")]
    [InlineData("typeof(n) = 'integer' OR n IS NULL", "\"n\" IS NOT NULL OR \"n\" IS NULL")]
    [InlineData("typeof(name) IN ('text','null') AND n > 0", "\"n\" > 0")]
    [InlineData("typeof(price) IN ('integer','real')", "\"price\" IS NOT NULL")]
    [InlineData("json_valid(doc)", "true")]
    [InlineData("uid = '2F1E4FC0-81FD-4D76-A3F7-2E2C1A0B3C4D'", "\"uid\" = '2f1e4fc0-81fd-4d76-a3f7-2e2c1a0b3c4d'::uuid")]
    [InlineData("data = x'0aff'", "\"data\" = decode('0aff', 'hex')")]
    [InlineData("day >= '2000-01-01'", "\"day\" >= '2000-01-01'::date")]
    [InlineData("day IS date(day)", "\"day\" IS NOT DISTINCT FROM \"day\"::timestamp::date")]
    [InlineData("made < '2030-01-01'", "\"made\" < '2030-01-01+00'::timestamptz")]
    [InlineData("made > '2030-01-01T10:00:00Z'", "\"made\" > '2030-01-01 10:00:00+00'::timestamptz")]
    [InlineData("epoch > 0", "\"epoch\" > to_timestamp(0)")]
    [InlineData("epoch_ms > 1000", "\"epoch_ms\" > to_timestamp(1000 / 1000.0)")]
    [InlineData("epoch - n > 0", "(extract(epoch FROM (\"epoch\" AT TIME ZONE 'UTC')) - \"n\") > 0")]
    public void Translates_conditions(string sqlite, string expected) =>
        Assert.Equal(expected, Translate(sqlite, ExpressionPurpose.Check));

    [Theory]
    [InlineData("n <> ''")]
    [InlineData("n = 'abc'")]
    [InlineData("any = 5")]
    [InlineData("length(name) = '3'")]
    [InlineData("name = missing")]
    [InlineData("other.n = 1")]
    [InlineData("active = 2")]
    [InlineData("name REGEXP 'a'")]
    [InlineData("name MATCH 'a'")]
    [InlineData("name GLOB any")]
    [InlineData("name GLOB '[a'")]
    [InlineData("name = 'a' COLLATE mine")]
    [InlineData("typeof(n) = 'text'")]
    [InlineData("typeof(any || 'x') = 'text'")]
    [InlineData("json_valid(name)")]
    [InlineData("json_extract(doc, '$.a') = 1")]
    [InlineData("doc ->> 'a' = 'b'")]
    [InlineData("printf('%d', n) = '1'")]
    [InlineData("my_function(n)")]
    [InlineData("price / 3 > 1")]
    [InlineData("mixed / 3 > 1")]
    [InlineData("ratio % 2 = 0")]
    [InlineData("substr(name, n) = 'a'")]
    [InlineData("substr(name, -3, 2) = 'a'")]
    [InlineData("CAST(name AS INTEGER) = 1")]
    [InlineData("name || ratio = 'a'")]
    [InlineData("name")]
    [InlineData("made > '2030-01-01'")]
    [InlineData("made = epoch")]
    [InlineData("day > 'yesterday'")]
    [InlineData("datetime(name) IS NOT NULL")]
    [InlineData("n IN (SELECT 1)")]
    [InlineData("EXISTS (SELECT 1)")]
    [InlineData("(n, id) = (1, 2)")]
    [InlineData("n = ?1")]
    [InlineData("n = ")]
    [InlineData("n = 1)")]
    [InlineData("count(*) > 1")]
    public void Says_why_a_condition_cannot_be_translated(string sqlite)
    {
        var translated = SqliteExpression.Translate(sqlite, Context(ExpressionPurpose.Check));

        Assert.Null(translated.Sql);
        Assert.False(string.IsNullOrWhiteSpace(translated.Reason));
    }

    [Theory]
    [InlineData("name", "'a'", "'a'")]
    [InlineData("name", "\"\"", "''")]
    [InlineData("name", "''", "''")]
    [InlineData("name", "\"x\"", "'x'")]
    [InlineData("name", "draft", "'draft'")]
    [InlineData("name", "'CURRENT_TIMESTAMP'", "'CURRENT_TIMESTAMP'")]
    [InlineData("name", "'datetime(''now'')'", "'datetime(''now'')'")]
    [InlineData("name", "CURRENT_TIMESTAMP", "to_char((CURRENT_TIMESTAMP AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:MI:SS')")]
    [InlineData("name", "strftime('%Y-%m-%dT%H:%M:%fZ','now')", "to_char((CURRENT_TIMESTAMP AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")]
    [InlineData("name", "date('now','localtime')", "to_char(LOCALTIMESTAMP, 'YYYY-MM-DD')")]
    [InlineData("name", "5", "'5'")]
    [InlineData("name", "1.50", "'1.5'")]
    [InlineData("name", "NULL", "NULL")]
    [InlineData("name", "lower(hex(randomblob(16)))", "encode(substr(sha256(uuid_send(gen_random_uuid())), 1, 16), 'hex')")]
    [InlineData("n", "'0'", "0")]
    [InlineData("n", "+5", "5")]
    [InlineData("n", "-5", "-5")]
    [InlineData("n", "(1 + 2)", "1 + 2")]
    [InlineData("n", "0x10", "16")]
    [InlineData("n", "1.0", "1")]
    [InlineData("n", "TRUE", "1")]
    [InlineData("n", "unixepoch()", "floor(extract(epoch FROM (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')))::bigint")]
    [InlineData("n", "(strftime('%s','now'))", "floor(extract(epoch FROM (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')))::bigint")]
    [InlineData("n", "random()", "((random() - 0.5) * 18446744073709549568)::bigint")]
    [InlineData("price", "0.00", "0.00")]
    [InlineData("ratio", "julianday('now')", "(extract(epoch FROM (CURRENT_TIMESTAMP AT TIME ZONE 'UTC')) / 86400.0 + 2440587.5)::double precision")]
    [InlineData("active", "0", "false")]
    [InlineData("active", "'1'", "true")]
    [InlineData("active", "true", "true")]
    [InlineData("active", "'false'", "false")]
    [InlineData("data", "x'00ff'", "decode('00ff', 'hex')")]
    [InlineData("doc", "'{}'", "'{}'::jsonb")]
    [InlineData("doc", "(json_array())", "'[]'::jsonb")]
    [InlineData("uid", "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)),2) || '-' || substr('89ab',abs(random()) % 4 + 1, 1) || substr(hex(randomblob(2)),2) || '-' || hex(randomblob(6))))", "gen_random_uuid()")]
    [InlineData("day", "CURRENT_DATE", "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')::date")]
    [InlineData("day", "date('now','localtime')", "LOCALTIMESTAMP::date")]
    [InlineData("day", "date('now', '+7 days')", "((CURRENT_TIMESTAMP AT TIME ZONE 'UTC') + interval '+7 days')::date")]
    [InlineData("day", "'2020-02-29'", "'2020-02-29'::date")]
    [InlineData("made", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP")]
    [InlineData("made", "datetime('now')", "CURRENT_TIMESTAMP")]
    [InlineData("made", "(strftime('%Y-%m-%d %H:%M:%f', 'now'))", "CURRENT_TIMESTAMP")]
    [InlineData("made", "'1970-01-01 00:00:00'", "'1970-01-01 00:00:00+00'::timestamptz")]
    [InlineData("local", "CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')")]
    [InlineData("local", "datetime('now','localtime')", "LOCALTIMESTAMP")]
    [InlineData("epoch", "strftime('%s','now')", "CURRENT_TIMESTAMP")]
    [InlineData("epoch", "CAST(strftime('%s','now') AS INT)", "CURRENT_TIMESTAMP")]
    [InlineData("epoch", "unixepoch() + 3600", "((CURRENT_TIMESTAMP AT TIME ZONE 'UTC') + interval '3600 seconds') AT TIME ZONE 'UTC'")]
    [InlineData("epoch", "0", "to_timestamp(0)")]
    [InlineData("epoch_ms", "(strftime('%s','now') * 1000)", "CURRENT_TIMESTAMP")]
    [InlineData("epoch_ms", "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", "CURRENT_TIMESTAMP")]
    public void Translates_defaults_to_the_column_s_type(string column, string sqlite, string expected) =>
        Assert.Equal(expected, Translate(sqlite, ExpressionPurpose.Default, column));

    [Theory]
    [InlineData("n", "''")]
    [InlineData("n", "1.5")]
    [InlineData("n", "99999999999999999999")]
    [InlineData("n", "CURRENT_TIMESTAMP")]
    [InlineData("active", "2")]
    [InlineData("uid", "''")]
    [InlineData("doc", "''")]
    [InlineData("day", "'0000-00-00'")]
    [InlineData("day", "CURRENT_TIMESTAMP")]
    [InlineData("made", "''")]
    [InlineData("made", "strftime('%s','now')")]
    [InlineData("made", "datetime('now', '+1 month')")]
    [InlineData("epoch", "CURRENT_TIMESTAMP")]
    [InlineData("name", "x'00'")]
    [InlineData("name", "sqlite_version()")]
    public void Says_why_a_default_cannot_be_translated(string column, string sqlite)
    {
        var translated = SqliteExpression.Translate(sqlite, Context(ExpressionPurpose.Default, column));

        Assert.Null(translated.Sql);
        Assert.False(string.IsNullOrWhiteSpace(translated.Reason));
    }

    [Theory]
    [InlineData("n", "length(name)", "length(\"name\")")]
    [InlineData("ratio", "n * 1.5", "\"n\" * 1.5")]
    [InlineData("name", "name || ' ' || mail", "(\"name\" || ' ') || \"mail\"")]
    [InlineData("active", "n > 5", "\"n\" > 5")]
    [InlineData("n", "n > 5", "(\"n\" > 5)::integer")]
    [InlineData("n", "CAST(strftime('%Y', local) AS INTEGER)", "extract(year FROM \"local\")::integer")]
    [InlineData("day", "date(made)", "(\"made\" AT TIME ZONE 'UTC')::date")]
    [InlineData("day", "date(epoch, 'unixepoch')", "(\"epoch\" AT TIME ZONE 'UTC')::date")]
    public void Translates_generated_columns(string column, string sqlite, string expected) =>
        Assert.Equal(expected, Translate(sqlite, ExpressionPurpose.Generated, column));

    [Theory]
    [InlineData("name", "strftime('%Y', local)")]
    [InlineData("made", "CURRENT_TIMESTAMP")]
    [InlineData("n", "random()")]
    [InlineData("name", "ratio")]
    public void Refuses_what_is_not_immutable_in_a_generated_column(string column, string sqlite) =>
        Assert.NotNull(SqliteExpression.Translate(sqlite, Context(ExpressionPurpose.Generated, column)).Reason);

    [Fact]
    public void Uses_IS_JSON_where_the_server_has_it()
    {
        var context = Context(ExpressionPurpose.Check) with { ServerVersion = new Version(16, 0) };

        Assert.Equal("\"name\" IS JSON", SqliteExpression.Translate("json_valid(name)", context).Sql);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("- ", "1", "")]
    [InlineData("1 || ", "1", "")]
    [InlineData("", "n", " IS NULL")]
    [InlineData("", "name", " COLLATE NOCASE")]
    [InlineData("CASE WHEN 1 THEN ", "1", " END")]
    public void Survives_deep_nesting(string before, string middle, string after)
    {
        var expression = string.Concat(Enumerable.Repeat(before, 50_000)) + middle + string.Concat(Enumerable.Repeat(after, 50_000));

        Assert.NotNull(SqliteExpression.Translate(expression, Context(ExpressionPurpose.Check)).Reason);
    }

    private static string? Translate(string sqlite, ExpressionPurpose purpose, string? target = null)
    {
        var translated = SqliteExpression.Translate(sqlite, Context(purpose, target));
        return translated.Sql ?? translated.Reason;
    }

    private static ExpressionContext Context(ExpressionPurpose purpose, string? target = null) => new()
    {
        Purpose = purpose,
        Columns = purpose == ExpressionPurpose.Default ? [] : Columns,
        Table = "t",
        RowidAlias = "id",
        Target = target is null ? null : Columns.Single(column => column.Name == target),
    };
}
