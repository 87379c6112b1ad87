using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class LanguageEntriesTests(TestServers servers)
{
    internal const string Languages =
        """
        DO $$ BEGIN CREATE ROLE language_owner SUPERUSER; CREATE ROLE language_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE FUNCTION app.call() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
        CREATE FUNCTION app.inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
        CREATE FUNCTION app."Validate"(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
        CREATE TRUSTED LANGUAGE "Odd ""one" HANDLER app.call INLINE app.inline VALIDATOR app."Validate";
        CREATE LANGUAGE bare HANDLER app.call;
        COMMENT ON LANGUAGE "Odd ""one" IS 'it''s';
        ALTER LANGUAGE "Odd ""one" OWNER TO language_owner;
        REVOKE ALL ON LANGUAGE "Odd ""one" FROM PUBLIC;
        GRANT USAGE ON LANGUAGE "Odd ""one" TO language_user WITH GRANT OPTION;
        CREATE FUNCTION app.f(a integer) RETURNS integer LANGUAGE "Odd ""one" AS 'BEGIN RETURN a; END';
        CREATE FUNCTION app.from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
        CREATE TRANSFORM FOR integer LANGUAGE "Odd ""one" (
            FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal), TO SQL WITH FUNCTION pg_catalog.int4recv(internal));
        CREATE TYPE app.mine AS ENUM ('a');
        CREATE FUNCTION app.to_mine(internal) RETURNS app.mine LANGUAGE internal STABLE AS 'enum_recv';
        CREATE TRANSFORM FOR app.mine LANGUAGE bare (TO SQL WITH FUNCTION app.to_mine(internal));
        CREATE TRANSFORM FOR text LANGUAGE sql (FROM SQL WITH FUNCTION app.from_sql(internal));
        COMMENT ON TRANSFORM FOR app.mine LANGUAGE bare IS 'back';
        CREATE FUNCTION app.g(a integer) RETURNS integer LANGUAGE "Odd ""one" TRANSFORM FOR TYPE integer AS 'BEGIN RETURN a; END';
        """;

    [Fact]
    public Task Writes_languages_and_transforms_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Languages);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_languages_and_transforms_on_every_version(int major)
    {
        const string OfSystem = "CREATE TRUSTED LANGUAGE other HANDLER pg_catalog.plpgsql_call_handler INLINE pg_catalog.plpgsql_inline_handler;";

        var entries = await SchemaCheck.RequireSameCloneAsync(servers, Languages + OfSystem, major);

        Assert.Equal(
            "CREATE TRUSTED PROCEDURAL LANGUAGE other HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;\n",
            entries.Single(entry => entry is { Desc: TocDesc.Language, Tag: "other" }).Definition);
    }
}
