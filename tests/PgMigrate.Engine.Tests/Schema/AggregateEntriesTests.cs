using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class AggregateEntriesTests(TestServers servers)
{
    internal const string Aggregates =
        """
        DO $$ BEGIN CREATE ROLE aggregate_owner; CREATE ROLE aggregate_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE FUNCTION app.add(a bigint, b integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
        CREATE FUNCTION app.take(a bigint, b integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
        CREATE FUNCTION app.result(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a';
        CREATE FUNCTION app.result(a bigint, b integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a';
        CREATE FUNCTION app.most(a bigint, b smallint, VARIADIC c integer[]) RETURNS bigint LANGUAGE sql AS 'SELECT a + b';
        CREATE AGGREGATE app.total(integer) (SFUNC = app.add, STYPE = bigint);
        CREATE AGGREGATE app.total(bigint) (SFUNC = int8pl, STYPE = bigint);
        CREATE AGGREGATE app.total(a smallint, VARIADIC b integer[]) (SFUNC = app.most, STYPE = bigint);
        CREATE AGGREGATE app."Count ""all"(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', COMBINEFUNC = int8pl, PARALLEL = SAFE);
        CREATE AGGREGATE app.full_one(a integer) (
            SFUNC = app.add, STYPE = bigint, SSPACE = 64, INITCOND = '0', FINALFUNC = app.result, FINALFUNC_EXTRA, FINALFUNC_MODIFY = SHAREABLE,
            COMBINEFUNC = int8pl, MSFUNC = app.add, MINVFUNC = app.take, MSTYPE = bigint, MSSPACE = 32, MINITCOND = '0', MFINALFUNC = app.result,
            MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = READ_WRITE, PARALLEL = RESTRICTED);
        CREATE AGGREGATE app.average(numeric) (
            SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
            SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize, PARALLEL = SAFE);
        CREATE AGGREGATE app.greatest_one(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
        CREATE AGGREGATE app.nth(float8 ORDER BY anyelement) (
            SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
        CREATE AGGREGATE app.place(VARIADIC "any" ORDER BY VARIADIC "any") (
            SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL, FINALFUNC_MODIFY = READ_ONLY);
        COMMENT ON AGGREGATE app.total(integer) IS 'it''s all';
        COMMENT ON AGGREGATE app."Count ""all"(*) IS 'rows';
        COMMENT ON AGGREGATE app.place(VARIADIC "any" ORDER BY VARIADIC "any") IS 'where';
        ALTER AGGREGATE app.total(integer) OWNER TO aggregate_owner;
        ALTER AGGREGATE app."Count ""all"(*) OWNER TO aggregate_owner;
        ALTER AGGREGATE app.nth(float8 ORDER BY anyelement) OWNER TO aggregate_owner;
        REVOKE ALL ON FUNCTION app.total(integer) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION app."Count ""all"() TO aggregate_user;
        REVOKE ALL ON FUNCTION app.nth(float8, anyelement) FROM PUBLIC;
        """;

    [Fact]
    public Task Writes_aggregates_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Aggregates);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_aggregates_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Aggregates, major);
}
