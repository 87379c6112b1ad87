using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class TriggerEntriesTests(TestServers servers)
{
    private const string Triggers = """
        CREATE SCHEMA app;
        CREATE FUNCTION app.act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TABLE app.t (id integer PRIMARY KEY, name text, "Größe" integer);
        CREATE TABLE app.other (id integer);
        CREATE TRIGGER before_row BEFORE INSERT OR UPDATE OF name, "Größe" OR DELETE ON app.t FOR EACH ROW EXECUTE FUNCTION app.act();
        CREATE TRIGGER conditional AFTER UPDATE ON app.t FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name AND new.name <> 'it''s; x') EXECUTE FUNCTION app.act('a', 'it''s', '1', E'b\\c');
        CREATE TRIGGER statement AFTER TRUNCATE ON app.t EXECUTE FUNCTION app.act();
        CREATE TRIGGER transition AFTER UPDATE ON app.t REFERENCING OLD TABLE AS "before" NEW TABLE AS later FOR EACH STATEMENT EXECUTE FUNCTION app.act();
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON app.t FROM app.other DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.act();
        CREATE CONSTRAINT TRIGGER soon AFTER DELETE ON app.t NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.act();
        CREATE TRIGGER same AFTER INSERT ON app.t FOR EACH STATEMENT EXECUTE FUNCTION app.act();
        CREATE TRIGGER same AFTER INSERT ON app.other FOR EACH STATEMENT EXECUTE FUNCTION app.act();
        CREATE TRIGGER suppressed BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
        ALTER TABLE app.t DISABLE TRIGGER before_row;
        ALTER TABLE app.t ENABLE REPLICA TRIGGER conditional;
        ALTER TABLE app.t ENABLE ALWAYS TRIGGER statement;
        ALTER TABLE app.t DISABLE TRIGGER late;
        CREATE TABLE app."Odd ""T; --
        x" ("a.b" integer);
        CREATE TRIGGER "T ""x""; --
        y" AFTER UPDATE OF "a.b" ON app."Odd ""T; --
        x" FOR EACH ROW EXECUTE FUNCTION app.act();
        ALTER TABLE app."Odd ""T; --
        x" DISABLE TRIGGER "T ""x""; --
        y";
        COMMENT ON TRIGGER conditional ON app.t IS 'it''s';
        COMMENT ON TRIGGER "T ""x""; --
        y" ON app."Odd ""T; --
        x" IS 'odd';
        """;

    private const string Partitions = """
        CREATE SCHEMA app;
        CREATE FUNCTION app.act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TABLE app.parent (id integer PRIMARY KEY);
        CREATE TABLE app.whole (id integer PRIMARY KEY, parent integer REFERENCES app.parent) PARTITION BY LIST (id);
        CREATE TABLE app.a_part PARTITION OF app.whole FOR VALUES IN (1);
        CREATE TABLE app.b_nested PARTITION OF app.whole FOR VALUES IN (2, 3) PARTITION BY LIST (id);
        CREATE TABLE app.a_leaf PARTITION OF app.b_nested FOR VALUES IN (2);
        CREATE TABLE app.same_as_all PARTITION OF app.b_nested FOR VALUES IN (3);
        CREATE TRIGGER z_all AFTER INSERT ON app.whole FOR EACH ROW EXECUTE FUNCTION app.act();
        CREATE TRIGGER off AFTER DELETE ON app.whole FOR EACH ROW EXECUTE FUNCTION app.act();
        CREATE CONSTRAINT TRIGGER checked AFTER UPDATE ON app.whole DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.act();
        CREATE TRIGGER statement AFTER INSERT ON app.whole FOR EACH STATEMENT EXECUTE FUNCTION app.act();
        CREATE TRIGGER own AFTER INSERT ON app.a_part FOR EACH ROW EXECUTE FUNCTION app.act();
        ALTER TABLE app.a_part DISABLE TRIGGER z_all;
        ALTER TABLE ONLY app.whole DISABLE TRIGGER off;
        COMMENT ON TRIGGER z_all ON app.a_part IS 'off here';
        """;

    /// <summary>The trigger in between has the state of the uppermost one: pg_dump writes these before the triggers that they are copies of.</summary>
    private const string Leaves = """
        ALTER TABLE app.a_leaf ENABLE ALWAYS TRIGGER z_all;
        ALTER TABLE app.a_leaf ENABLE REPLICA TRIGGER checked;
        COMMENT ON TRIGGER checked ON app.same_as_all IS 'of a leaf';
        """;

    [Fact]
    public Task Writes_triggers_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Triggers);

    [Fact]
    public Task Writes_the_triggers_of_views_and_foreign_tables_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        Triggers + """
        CREATE VIEW app.v AS SELECT id, name FROM app.t;
        CREATE TRIGGER instead INSTEAD OF INSERT OR UPDATE OR DELETE ON app.v FOR EACH ROW EXECUTE FUNCTION app.act();
        COMMENT ON TRIGGER instead ON app.v IS 'of a view';
        CREATE FOREIGN DATA WRAPPER nothing;
        CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing;
        CREATE FOREIGN TABLE app.far (id integer) SERVER nowhere;
        CREATE TRIGGER distant BEFORE INSERT ON app.far FOR EACH ROW EXECUTE FUNCTION app.act();
        ALTER FOREIGN TABLE app.far DISABLE TRIGGER distant;
        """,
        TocDesc.Trigger);

    [Fact]
    public Task Writes_the_triggers_of_partitions_only_where_their_state_differs() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Partitions);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_triggers_on_every_version(int major) => await SchemaCheck.RequireSameCloneAsync(servers, Triggers, major);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_the_states_of_triggers_of_partitions_on_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, Partitions + Leaves, major);

        Assert.Contains(entries, entry => entry is { Desc: TocDesc.Trigger, Tag: "a_leaf z_all", Definition: "\nALTER TABLE app.a_leaf ENABLE ALWAYS TRIGGER z_all;\n" });
        Assert.Contains(entries, entry => entry is { Desc: TocDesc.Trigger, Tag: "a_leaf checked", Definition: "\nALTER TABLE app.a_leaf ENABLE REPLICA TRIGGER checked;\n" });
        Assert.Contains(entries, entry => entry is { Desc: TocDesc.Comment, Tag: "TRIGGER checked ON same_as_all" });
        Assert.DoesNotContain(entries, entry => entry.Tag.StartsWith("same_as_all ", StringComparison.Ordinal) && entry.Tag.EndsWith("z_all", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_the_states_of_the_triggers_that_enforce_constraints_alone()
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, Partitions + "ALTER TABLE app.a_part DISABLE TRIGGER ALL", TestServers.Default);

        Assert.DoesNotContain(entries, entry => entry.Definition.Contains("RI_Constraint", StringComparison.Ordinal));
    }
}
