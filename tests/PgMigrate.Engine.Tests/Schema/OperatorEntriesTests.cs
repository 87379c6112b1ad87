using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class OperatorEntriesTests(TestServers servers)
{
    private const string Operators =
        """
        DO $$ BEGIN CREATE ROLE operator_owner SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""ops";
        CREATE FUNCTION app.same(integer, integer) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
        CREATE FUNCTION app.same(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
        CREATE FUNCTION app.other(integer, integer) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ne';
        CREATE FUNCTION "Odd ""ops"."Below"(integer, integer) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
        CREATE FUNCTION app.turn(integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4um';
        CREATE OPERATOR app.=== (
            FUNCTION = app.same, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(app.===), NEGATOR = OPERATOR(app.!==),
            MERGES, HASHES, RESTRICT = eqsel, JOIN = eqjoinsel);
        CREATE OPERATOR app.!== (FUNCTION = app.other, LEFTARG = integer, RIGHTARG = integer, NEGATOR = OPERATOR(app.===));
        CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR app.=== (FUNCTION = int48eq, LEFTARG = integer, RIGHTARG = bigint);
        CREATE OPERATOR "Odd ""ops".<<< (FUNCTION = "Odd ""ops"."Below", LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR("Odd ""ops".>>>));
        CREATE OPERATOR app.@@! (FUNCTION = app.turn, RIGHTARG = integer);
        COMMENT ON OPERATOR app.=== (integer, integer) IS 'it''s the same';
        COMMENT ON OPERATOR app.@@! (NONE, integer) IS 'turned';
        ALTER OPERATOR app.@@! (NONE, integer) OWNER TO operator_owner;
        ALTER OPERATOR app.=== (text, text) OWNER TO operator_owner;
        """;

    internal const string Families = Operators +
        """

        CREATE FUNCTION app.compare(integer, integer) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
        CREATE OPERATOR app.#< (FUNCTION = int4lt, LEFTARG = integer, RIGHTARG = integer);
        CREATE OPERATOR app.#<= (FUNCTION = int4le, LEFTARG = integer, RIGHTARG = integer);
        CREATE OPERATOR app.#= (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
        CREATE OPERATOR app.#>= (FUNCTION = int4ge, LEFTARG = integer, RIGHTARG = integer);
        CREATE OPERATOR app.#> (FUNCTION = int4gt, LEFTARG = integer, RIGHTARG = integer);
        CREATE OPERATOR app.#< (FUNCTION = int48lt, LEFTARG = integer, RIGHTARG = bigint);
        CREATE OPERATOR app.#= (FUNCTION = int48eq, LEFTARG = integer, RIGHTARG = bigint);
        CREATE OPERATOR FAMILY app.numbers USING btree;
        CREATE OPERATOR CLASS app.whole FOR TYPE integer USING btree FAMILY app.numbers AS
            OPERATOR 1 app.#<, OPERATOR 2 app.#<=, OPERATOR 3 app.#=, OPERATOR 4 app.#>=, OPERATOR 5 app.#>, FUNCTION 1 app.compare(integer, integer);
        ALTER OPERATOR FAMILY app.numbers USING btree ADD
            OPERATOR 1 app.#< (integer, bigint), OPERATOR 3 app.#= (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
        CREATE OPERATOR CLASS app.whole FOR TYPE integer USING hash AS OPERATOR 1 app.#=, FUNCTION 1 hashint4(integer);
        CREATE OPERATOR FAMILY "Odd ""ops"."Empty" USING gin;
        CREATE OPERATOR FAMILY "Odd ""ops"."Gist" USING gist;
        CREATE OPERATOR CLASS app."Odd ""class" FOR TYPE bigint[] USING gist FAMILY "Odd ""ops"."Gist" AS STORAGE bigint;
        CREATE OPERATOR CLASS app.near FOR TYPE point USING gist AS
            OPERATOR 1 <<, OPERATOR 15 <-> (point, point) FOR ORDER BY pg_catalog.float_ops,
            FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
            FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
            FUNCTION 7 gist_box_same(box, box, internal), STORAGE box;
        CREATE TYPE app.mood AS ENUM ('a', 'b');
        CREATE OPERATOR CLASS app.nothing DEFAULT FOR TYPE app.mood USING gin AS STORAGE app.mood;
        COMMENT ON OPERATOR FAMILY app.numbers USING btree IS 'all';
        COMMENT ON OPERATOR CLASS app.whole USING btree IS 'some';
        ALTER OPERATOR FAMILY app.numbers USING btree OWNER TO operator_owner;
        ALTER OPERATOR CLASS app.whole USING hash OWNER TO operator_owner;
        CREATE TYPE app.span AS RANGE (SUBTYPE = integer, SUBTYPE_OPCLASS = app.whole);
        """;

    [Fact]
    public Task Writes_operators_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Operators);

    [Fact]
    public Task Writes_operator_classes_and_families_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Families);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_operators_classes_and_families_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Families, major);
}
