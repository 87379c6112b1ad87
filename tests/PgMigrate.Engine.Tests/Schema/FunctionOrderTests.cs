using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class FunctionOrderTests(TestServers servers)
{
    internal const string Functions =
        """
        CREATE SCHEMA app;
        CREATE SCHEMA zoo;
        CREATE TYPE app.kind AS ENUM ('a');
        CREATE FUNCTION app.f(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f(app.kind) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f(app.kind[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f(text, OUT integer) LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE app.f(boolean) LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app."f!"(text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.f_x(text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION zoo.support(internal) RETURNS internal LANGUAGE internal AS 'array_unnest_support';
        CREATE FUNCTION app.aided(integer) RETURNS SETOF integer LANGUAGE sql SUPPORT zoo.support AS 'SELECT 1';
        CREATE FUNCTION zoo.preset() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.defaulted(a integer DEFAULT zoo.preset()) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION app.pick(integer, integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE app.g(bigint) (SFUNC = int8larger, STYPE = bigint);
        CREATE AGGREGATE app.g(integer) (SFUNC = int4larger, STYPE = integer);
        CREATE AGGREGATE app.g(integer, integer) (SFUNC = app.pick, STYPE = integer);
        CREATE OPERATOR app.<<< (FUNCTION = int8lt, LEFTARG = bigint, RIGHTARG = bigint);
        CREATE OPERATOR app.<<< (FUNCTION = int4lt, LEFTARG = integer, RIGHTARG = integer);
        CREATE OPERATOR app.<<< (FUNCTION = int4um, RIGHTARG = integer);
        CREATE OPERATOR app.<<< (FUNCTION = app.f, LEFTARG = integer, RIGHTARG = text);
        """;

    [Fact]
    public Task Orders_overloads_and_what_functions_need_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Functions);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Orders_overloads_the_same_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Functions, major);
}
