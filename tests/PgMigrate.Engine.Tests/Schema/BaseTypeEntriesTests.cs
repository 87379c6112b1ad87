using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class BaseTypeEntriesTests(TestServers servers)
{
    /// <summary>What all versions have.</summary>
    internal const string Types =
        """
        DO $$ BEGIN CREATE ROLE base_type_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA "Zoo";
        CREATE TYPE app.widget;
        CREATE FUNCTION app.widget_in(cstring, oid, integer) RETURNS app.widget LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
        CREATE FUNCTION app.widget_out(app.widget) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
        CREATE FUNCTION app.widget_receive(internal, oid, integer) RETURNS app.widget LANGUAGE internal STABLE STRICT AS 'varcharrecv';
        CREATE FUNCTION app.widget_send(app.widget) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'varcharsend';
        CREATE FUNCTION app.widget_modifier_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
        CREATE FUNCTION app.widget_modifier_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
        CREATE FUNCTION app."Analyze"(internal) RETURNS boolean LANGUAGE internal STRICT AS 'array_typanalyze';
        CREATE TYPE app.widget (
            INPUT = app.widget_in, OUTPUT = app.widget_out, RECEIVE = app.widget_receive, SEND = app.widget_send,
            TYPMOD_IN = app.widget_modifier_in, TYPMOD_OUT = app.widget_modifier_out, ANALYZE = app."Analyze",
            CATEGORY = 'S', PREFERRED = true, DELIMITER = ';', COLLATABLE = true, DEFAULT = 'it''s \ new', STORAGE = extended, ALIGNMENT = int4);
        COMMENT ON TYPE app.widget IS 'a widget';
        REVOKE USAGE ON TYPE app.widget FROM PUBLIC;
        ALTER TYPE app.widget OWNER TO base_type_owner;
        CREATE TYPE "Zoo"."Odd ""type";
        CREATE FUNCTION "Zoo"."in"(cstring) RETURNS "Zoo"."Odd ""type" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
        CREATE FUNCTION "Zoo"."out"("Zoo"."Odd ""type") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
        CREATE TYPE "Zoo"."Odd ""type" (INPUT = "Zoo"."in", OUTPUT = "Zoo"."out", INTERNALLENGTH = 4, PASSEDBYVALUE, CATEGORY = 'z');
        CREATE TYPE app.spot;
        CREATE FUNCTION app.spot_in(cstring) RETURNS app.spot LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
        CREATE FUNCTION app.spot_out(app.spot) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
        CREATE TYPE app.spot (INPUT = app.spot_in, OUTPUT = app.spot_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = float8);
        CREATE TYPE app.flag;
        CREATE FUNCTION app.flag_in(cstring) RETURNS app.flag LANGUAGE internal IMMUTABLE STRICT AS 'boolin';
        CREATE FUNCTION app.flag_out(app.flag) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'boolout';
        CREATE TYPE app.flag (INPUT = app.flag_in, OUTPUT = app.flag_out, INTERNALLENGTH = 1, ALIGNMENT = char, PASSEDBYVALUE);
        CREATE TYPE app.half;
        CREATE FUNCTION app.half_in(cstring) RETURNS app.half LANGUAGE internal IMMUTABLE STRICT AS 'int2in';
        CREATE FUNCTION app.half_out(app.half) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int2out';
        CREATE TYPE app.half (INPUT = app.half_in, OUTPUT = app.half_out, LIKE = int2);
        CREATE TYPE app.plain;
        CREATE FUNCTION app.plain_in(cstring) RETURNS app.plain LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION app.plain_out(app.plain) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE TYPE app.plain (INPUT = app.plain_in, OUTPUT = app.plain_out, STORAGE = external);
        CREATE FUNCTION app.uses(app.widget, app.plain[]) RETURNS "Zoo"."Odd ""type" LANGUAGE sql AS 'SELECT NULL::"Zoo"."Odd ""type"';
        CREATE TYPE app.holds AS (w app.widget(12), p app.plain[]);
        CREATE DOMAIN app.checked AS app.plain DEFAULT 'x';
        CREATE TYPE app.days;
        CREATE FUNCTION app.days_canonical(app.days) RETURNS app.days LANGUAGE internal IMMUTABLE STRICT AS 'daterange_canonical';
        CREATE FUNCTION app.days_apart(date, date) RETURNS float8 LANGUAGE internal IMMUTABLE STRICT AS 'daterange_subdiff';
        CREATE TYPE app.days AS RANGE (SUBTYPE = date, CANONICAL = app.days_canonical, SUBTYPE_DIFF = app.days_apart);
        CREATE DOMAIN app.trip AS app.days;
        CREATE TYPE app.never;
        CREATE FUNCTION app.of_never(app.never) RETURNS integer LANGUAGE internal AS 'int4in';
        """;

    internal const string Domains =
        """
        CREATE SCHEMA app;
        CREATE FUNCTION app.is_small(integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 < 100';
        CREATE DOMAIN app.small AS integer CONSTRAINT "Is small" CHECK (app.is_small(value));
        CREATE DOMAIN app.even AS integer CONSTRAINT above CHECK (value > 0);
        CREATE FUNCTION app.is_even(app.even) RETURNS boolean LANGUAGE sql AS 'SELECT $1 % 2 = 0';
        ALTER DOMAIN app.even ADD CONSTRAINT is_even CHECK (app.is_even(value));
        ALTER DOMAIN app.even ADD CONSTRAINT later CHECK (value > 1) NOT VALID;
        COMMENT ON CONSTRAINT above ON DOMAIN app.even IS 'within';
        COMMENT ON CONSTRAINT is_even ON DOMAIN app.even IS 'by itself';
        COMMENT ON CONSTRAINT later ON DOMAIN app.even IS 'not valid';
        """;

    [Fact]
    public Task Writes_base_types_around_their_functions_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Types + SinceFourteen);

    [Fact]
    public Task Writes_constraints_that_need_their_domain_after_it_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Domains);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_base_types_and_domains_on_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, major < 14 ? Types : Types + SinceFourteen, major);

        Assert.Equal(6 + (major < 14 ? 0 : 1) + 1, entries.Count(entry => entry.Desc == TocDesc.ShellType));
        const string Named = " CREATE DOMAIN app.named AS text CONSTRAINT \"There is\" NOT NULL; COMMENT ON CONSTRAINT \"There is\" ON DOMAIN app.named IS 'why';";
        var domains = await SchemaCheck.RequireSameCloneAsync(servers, major < 17 ? Domains : Domains + Named, major);
        Assert.Contains(domains, entry => entry is { Desc: TocDesc.CheckConstraint, Tag: "even is_even", Section: TocSection.PostData });
    }

    private const string SinceFourteen =
        """
        CREATE TYPE app.triple;
        CREATE FUNCTION app.triple_in(cstring) RETURNS app.triple LANGUAGE internal IMMUTABLE STRICT AS 'line_in';
        CREATE FUNCTION app.triple_out(app.triple) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'line_out';
        CREATE FUNCTION app.triple_part(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'raw_array_subscript_handler';
        CREATE TYPE app.triple (
            INPUT = app.triple_in, OUTPUT = app.triple_out, INTERNALLENGTH = 24, ALIGNMENT = double, ELEMENT = float8, SUBSCRIPT = app.triple_part);
        """;
}
