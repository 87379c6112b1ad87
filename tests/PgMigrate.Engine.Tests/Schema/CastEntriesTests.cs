using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class CastEntriesTests(TestServers servers)
{
    internal const string Casts =
        """
        CREATE SCHEMA app;
        CREATE TYPE app."Odd ""a" AS (n integer);
        CREATE TYPE app.b AS (n integer);
        CREATE FUNCTION app.turn(app."Odd ""a") RETURNS app.b LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.n)::app.b';
        CREATE FUNCTION app.turn(app.b, integer, boolean) RETURNS app."Odd ""a" LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1.n)::app."Odd ""a"';
        CREATE CAST (app."Odd ""a" AS app.b) WITH FUNCTION app.turn(app."Odd ""a") AS IMPLICIT;
        CREATE CAST (app.b AS app."Odd ""a") WITH FUNCTION app.turn(app.b, integer, boolean) AS ASSIGNMENT;
        CREATE CAST (app.b AS bigint) WITH INOUT;
        CREATE CAST (app.b AS app.b[]) WITH INOUT AS ASSIGNMENT;
        CREATE CAST (timestamp with time zone AS interval) WITH FUNCTION pg_catalog.age(timestamptz) AS ASSIGNMENT;
        CREATE TYPE app.x;
        CREATE FUNCTION app.x_in(cstring) RETURNS app.x LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION app.x_out(app.x) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE TYPE app.x (INPUT = app.x_in, OUTPUT = app.x_out);
        CREATE CAST (app.x AS text) WITHOUT FUNCTION AS IMPLICIT;
        CREATE CAST (text AS app.x) WITHOUT FUNCTION;
        COMMENT ON CAST (app.b AS bigint) IS 'it''s text';
        CREATE TYPE app.span AS RANGE (SUBTYPE = integer);
        CREATE FUNCTION app.uses_cast(app.x) RETURNS integer LANGUAGE sql AS 'SELECT length($1)';
        CREATE DOMAIN app.short AS app.x CHECK (length(value) < 9);
        """;

    [Fact]
    public Task Writes_casts_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Casts);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_casts_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Casts, major);
}
