using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class CollationEntriesTests(TestServers servers)
{
    internal const string Collations =
        """
        DO $$ BEGIN CREATE ROLE collation_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE COLLATION app.plain (locale = 'C');
        CREATE COLLATION app.mixed (lc_collate = 'C', lc_ctype = 'POSIX');
        CREATE COLLATION app.copied FROM "C";
        CREATE COLLATION app."Odd ""German" (provider = icu, locale = 'de-u-co-phonebk');
        CREATE COLLATION app.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        COMMENT ON COLLATION app.loose IS 'it''s loose';
        ALTER COLLATION app.plain OWNER TO collation_owner;
        CREATE DOMAIN app.word AS text COLLATE app.loose;
        CREATE FUNCTION app.first(text) RETURNS text LANGUAGE sql AS 'SELECT $1 COLLATE app.loose';
        CREATE TYPE app.entry AS (w text COLLATE app."Odd ""German");
        CREATE TYPE app.words AS RANGE (SUBTYPE = text, COLLATION = app.mixed);
        CREATE CONVERSION app.myconv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE DEFAULT CONVERSION app."Odd ""conversion" FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
        COMMENT ON CONVERSION app.myconv IS 'it''s mine';
        ALTER CONVERSION app.myconv OWNER TO collation_owner;
        """;

    [Fact]
    public Task Writes_collations_and_conversions_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Collations);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_collations_and_conversions_on_every_version(int major)
    {
        var sql = Collations;
        if (major >= 16) sql += " CREATE COLLATION app.ruled (provider = icu, locale = 'und', rules = '&V << w <<< ''W''');";
        if (major >= 17) sql += " CREATE COLLATION app.own (provider = builtin, locale = 'C.UTF-8');";

        var entries = await SchemaCheck.RequireSameCloneAsync(servers, sql, major);

        if (major >= 16) Assert.Contains("(provider = icu, locale = 'und', rules = '&V << w <<< ''W''');", Definition("ruled"), StringComparison.Ordinal);
        if (major >= 17) Assert.Contains("(provider = builtin, locale = 'C.UTF-8');", Definition("own"), StringComparison.Ordinal);

        string Definition(string name) => entries.Single(entry => entry.Desc == TocDesc.Collation && entry.Tag == name).Definition;
    }
}
