using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class RuleEntriesTests(TestServers servers)
{
    private const string Rules = """
        CREATE SCHEMA app;
        CREATE TABLE app.t (id integer PRIMARY KEY, name text);
        CREATE TABLE app.log (what text, at timestamptz DEFAULT now());
        CREATE RULE nothing AS ON DELETE TO app.t DO INSTEAD NOTHING;
        CREATE RULE also AS ON UPDATE TO app.t WHERE old.name <> new.name DO ALSO INSERT INTO app.log VALUES ('it''s; ' || new.name);
        CREATE RULE twice AS ON INSERT TO app.t DO ALSO (INSERT INTO app.log (what) VALUES (new.name); DELETE FROM app.log WHERE what IS NULL;);
        CREATE RULE same AS ON DELETE TO app.log DO ALSO NOTIFY deleted;
        ALTER TABLE app.t DISABLE RULE nothing;
        ALTER TABLE app.t ENABLE REPLICA RULE also;
        ALTER TABLE app.t ENABLE ALWAYS RULE twice;
        ALTER TABLE app.log DISABLE RULE same;
        CREATE TABLE app."Odd ""T; --
        x" ("a.b" integer);
        CREATE RULE "R ""x""; --
        y" AS ON INSERT TO app."Odd ""T; --
        x" DO INSTEAD UPDATE app."Odd ""T; --
        x" SET "a.b" = new."a.b";
        COMMENT ON RULE also ON app.t IS 'it''s';
        COMMENT ON RULE "R ""x""; --
        y" ON app."Odd ""T; --
        x" IS 'odd';
        """;

    [Fact]
    public Task Writes_rules_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Rules);

    [Fact]
    public Task Writes_the_rules_of_views_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        Rules + """
        CREATE VIEW app.v AS SELECT id, name FROM app.t;
        CREATE RULE into_table AS ON INSERT TO app.v DO INSTEAD INSERT INTO app.t VALUES (new.id, new.name) RETURNING id, name;
        CREATE RULE same AS ON DELETE TO app.v DO INSTEAD DELETE FROM app.t WHERE id = old.id;
        COMMENT ON RULE same ON app.v IS 'of a view';
        """);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_rules_on_every_version(int major) => await SchemaCheck.RequireSameCloneAsync(servers, Rules, major);
}
