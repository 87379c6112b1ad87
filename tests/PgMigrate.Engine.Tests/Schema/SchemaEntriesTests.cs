using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class SchemaEntriesTests(TestServers servers)
{
    [Fact]
    public async Task Writes_schemas_with_comments_and_privileges_as_pg_dump_does() => await RequireSameAsync(
        """
        DO $$ BEGIN
            CREATE ROLE schema_owner; CREATE ROLE "Odd ""Role"; CREATE ROLE schema_user;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app AUTHORIZATION schema_owner;
        CREATE SCHEMA "Odd ""Schema; --";
        CREATE SCHEMA "select";
        COMMENT ON SCHEMA app IS 'it''s an \ app';
        GRANT USAGE ON SCHEMA app TO schema_user;
        GRANT ALL ON SCHEMA app TO "Odd ""Role" WITH GRANT OPTION;
        SET SESSION AUTHORIZATION "Odd ""Role";
        GRANT USAGE ON SCHEMA app TO PUBLIC;
        RESET SESSION AUTHORIZATION;
        REVOKE ALL ON SCHEMA app FROM schema_owner;
        GRANT USAGE ON SCHEMA app TO schema_owner;
        GRANT CREATE ON SCHEMA "select" TO schema_user WITH GRANT OPTION;
        """);

    [Fact]
    public async Task Writes_public_only_as_far_as_it_was_changed() => await RequireSameAsync(
        "COMMENT ON SCHEMA public IS 'ours'; REVOKE ALL ON SCHEMA public FROM PUBLIC");

    [Theory]
    [InlineData("CURRENT_USER")]
    [InlineData("public_owner")]
    public async Task Gives_public_to_whom_the_source_gave_it(string owner) => await RequireSameAsync(
        $"""
        DO $$ BEGIN CREATE ROLE public_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        ALTER SCHEMA public OWNER TO {owner};
        """);

    [Fact]
    public async Task Writes_enums_domains_composites_ranges_and_shells_as_pg_dump_does() => await RequireSameAsync(
        """
        DO $$ BEGIN CREATE ROLE type_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('sad', 'it''s', 'ok \o/');
        CREATE TYPE app.empty AS ENUM ();
        CREATE DOMAIN app.positive AS integer DEFAULT 5 NOT NULL CONSTRAINT pos CHECK (value > 0) CONSTRAINT lim CHECK (value < 1000);
        CREATE DOMAIN app.label AS varchar(20) COLLATE "C" DEFAULT 'x';
        CREATE DOMAIN app."Later" AS integer;
        ALTER DOMAIN app."Later" ADD CONSTRAINT "Not yet" CHECK (value > 1) NOT VALID;
        CREATE TYPE app.point3 AS (x integer, "Y" numeric(10,2), z text COLLATE "C", moods app.mood[], p app.positive);
        CREATE TYPE app.a_point AS (start app.point3);
        CREATE TYPE app.nothing AS ();
        CREATE TYPE app.spans AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = app.manyspans);
        CREATE TYPE app.words AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
        CREATE TYPE app.shell;
        COMMENT ON DOMAIN app.positive IS 'above zero';
        COMMENT ON CONSTRAINT pos ON DOMAIN app.positive IS 'why';
        COMMENT ON TYPE app.point3 IS 'three';
        COMMENT ON COLUMN app.point3."Y" IS 'up';
        REVOKE USAGE ON TYPE app.mood FROM PUBLIC;
        GRANT USAGE ON DOMAIN app.positive TO type_user;
        """);

    [Fact]
    public async Task Writes_functions_and_procedures_as_pg_dump_does() => await RequireSameAsync(
        """
        DO $$ BEGIN CREATE ROLE function_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE TYPE app.pair AS (a integer, b text);
        CREATE FUNCTION app.plain(a integer, b text DEFAULT 'x', VARIADIC rest integer[] DEFAULT '{}') RETURNS integer LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION app.plain(a app.pair) RETURNS SETOF app.pair LANGUAGE sql STABLE STRICT SECURITY DEFINER LEAKPROOF COST 7 ROWS 12
            PARALLEL SAFE AS $_$ SELECT $1 /* $_ $$ */ $_$;
        CREATE FUNCTION app."Odd ""Name"(OUT x integer, INOUT y text) LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED
            SET search_path = app, "Odd, one", pg_temp SET work_mem = '5MB' SET "my.own" = 'it''s'
            AS $$ BEGIN x := 1; END $$;
        CREATE FUNCTION app.rows() RETURNS TABLE (n integer, t text) LANGUAGE sql AS $$ SELECT 1, 'it''s \' $$;
        CREATE FUNCTION app.parsed(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n + 1;
        CREATE FUNCTION app.fill(anyelement) RETURNS anyarray LANGUAGE internal STABLE AS 'array_append';
        CREATE PROCEDURE app.act(IN a integer, INOUT b integer) LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
        CREATE FUNCTION app.place() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_row_number';
        COMMENT ON FUNCTION app.plain(integer, text, integer[]) IS 'it';
        REVOKE ALL ON FUNCTION app.parsed FROM PUBLIC;
        GRANT EXECUTE ON PROCEDURE app.act TO function_user;
        """);

    [Fact]
    public async Task Writes_what_goes_with_an_extension_as_pg_dump_does() => await RequireSameAsync(
        """
        CREATE SCHEMA app;
        CREATE TABLE app."T ""x" (id integer CONSTRAINT "Key ""x" PRIMARY KEY, n integer NOT NULL);
        CREATE FUNCTION app.told(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE app.act(integer) LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER "Tr ""x" AFTER INSERT ON app."T ""x" FOR EACH ROW EXECUTE FUNCTION app.fire();
        ALTER TABLE app."T ""x" DISABLE TRIGGER "Tr ""x";
        CREATE UNIQUE INDEX "I ""x" ON app."T ""x" (n);
        ALTER TABLE app."T ""x" CLUSTER ON "I ""x";
        ALTER TABLE app."T ""x" REPLICA IDENTITY USING INDEX "I ""x";
        CREATE TABLE app.keyed (id integer CONSTRAINT key PRIMARY KEY);
        ALTER TABLE app.keyed REPLICA IDENTITY USING INDEX key;
        ALTER INDEX app.key DEPENDS ON EXTENSION plpgsql;
        CREATE MATERIALIZED VIEW app.kept AS SELECT 1 AS x WITH NO DATA;
        ALTER MATERIALIZED VIEW app.kept ALTER COLUMN x SET STATISTICS 5;
        ALTER FUNCTION app.told DEPENDS ON EXTENSION plpgsql;
        ALTER PROCEDURE app.act DEPENDS ON EXTENSION plpgsql;
        ALTER TRIGGER "Tr ""x" ON app."T ""x" DEPENDS ON EXTENSION plpgsql;
        ALTER INDEX app."I ""x" DEPENDS ON EXTENSION plpgsql;
        ALTER INDEX app."Key ""x" DEPENDS ON EXTENSION plpgsql;
        ALTER MATERIALIZED VIEW app.kept DEPENDS ON EXTENSION plpgsql;
        """);

    private Task RequireSameAsync(string sql) => SchemaCheck.RequireSameAsPgDumpAsync(servers, sql);
}
