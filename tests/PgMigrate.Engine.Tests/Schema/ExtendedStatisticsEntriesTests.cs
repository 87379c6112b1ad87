using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class ExtendedStatisticsEntriesTests(TestServers servers)
{
    private const string Statistics = """
        DO $$ BEGIN CREATE ROLE statistics_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA other;
        CREATE TABLE app.t (a integer, b integer, c text, "D e" integer);
        CREATE STATISTICS app.every ON a, b, c FROM app.t;
        CREATE STATISTICS other.elsewhere (ndistinct) ON a, c FROM app.t;
        CREATE STATISTICS app."Odd ""S; --
        x" (dependencies, mcv) ON "D e", b FROM app.t;
        ALTER STATISTICS app.every SET STATISTICS 0;
        ALTER STATISTICS app."Odd ""S; --
        x" SET STATISTICS 1000;
        GRANT CREATE ON SCHEMA app TO statistics_owner;
        ALTER STATISTICS app."Odd ""S; --
        x" OWNER TO statistics_owner;
        COMMENT ON STATISTICS app.every IS 'it''s';
        """;

    [Fact]
    public Task Writes_extended_statistics_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        Statistics + """
        CREATE STATISTICS app.over_expressions (mcv) ON (a + b), lower(c), b FROM app.t;
        CREATE STATISTICS app.one_expression ON (mod(a, 7)) FROM app.t;
        """);

    [Fact]
    public Task Writes_extended_statistics_of_materialized_views_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        Statistics + """
        CREATE MATERIALIZED VIEW app.m AS SELECT * FROM app.t;
        CREATE STATISTICS app.of_view ON a, b FROM app.m;
        """);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_extended_statistics_on_every_version(int major) => await SchemaCheck.RequireSameCloneAsync(servers, Statistics, major);
}
