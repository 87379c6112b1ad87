using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class EventTriggerEntriesTests(TestServers servers)
{
    private const string EventTriggers = """
        DO $$ BEGIN CREATE ROLE event_owner SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE FUNCTION app.note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE FUNCTION app."Odd ""F; --"() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER started ON ddl_command_start WHEN TAG IN ('DROP INDEX', 'create table') EXECUTE FUNCTION app.note();
        CREATE EVENT TRIGGER ended ON ddl_command_end EXECUTE FUNCTION app.note();
        CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION app."Odd ""F; --"();
        CREATE EVENT TRIGGER rewritten ON table_rewrite WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION app.note();
        CREATE EVENT TRIGGER "E ""x""; --
        y" ON sql_drop EXECUTE FUNCTION app.note();
        ALTER EVENT TRIGGER started DISABLE;
        ALTER EVENT TRIGGER ended ENABLE REPLICA;
        ALTER EVENT TRIGGER dropped ENABLE ALWAYS;
        ALTER EVENT TRIGGER rewritten OWNER TO event_owner;
        COMMENT ON EVENT TRIGGER started IS 'it''s';
        COMMENT ON EVENT TRIGGER "E ""x""; --
        y" IS 'odd';
        """;

    [Fact]
    public Task Writes_event_triggers_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, EventTriggers);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_event_triggers_on_every_version(int major) => await SchemaCheck.RequireSameCloneAsync(servers, EventTriggers, major);

    [Fact]
    public async Task Writes_a_trigger_of_logins_since_17()
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, """
            CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER logged_in ON login EXECUTE FUNCTION note();
            """, 17);

        Assert.Equal(
            "CREATE EVENT TRIGGER logged_in ON login\n   EXECUTE FUNCTION public.note();\n",
            Assert.Single(entries, entry => entry.Desc == TocDesc.EventTrigger).Definition);
    }
}
