using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class PolicyEntriesTests(TestServers servers)
{
    private const string Policies = """
        DO $$ BEGIN
            CREATE ROLE "Odd ""Policy Role"; CREATE ROLE policy_a; CREATE ROLE policy_owner;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app AUTHORIZATION policy_owner;
        CREATE TABLE app.t (id integer, owner name, note text);
        CREATE TABLE app.u (id integer);
        CREATE TABLE app.without_policy (id integer);
        CREATE TABLE app.not_on (id integer);
        CREATE FUNCTION app.allowed(integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 > 0';
        ALTER TABLE app.t OWNER TO policy_owner;
        ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
        ALTER TABLE app.u ENABLE ROW LEVEL SECURITY;
        ALTER TABLE app.without_policy ENABLE ROW LEVEL SECURITY;
        CREATE POLICY every ON app.t USING (owner = current_user) WITH CHECK (note <> 'it''s; x');
        CREATE POLICY reading ON app.t FOR SELECT TO PUBLIC USING (app.allowed(id));
        CREATE POLICY adding ON app.t FOR INSERT TO "Odd ""Policy Role", policy_a WITH CHECK (id IN (SELECT u.id FROM app.u));
        CREATE POLICY changing ON app.t AS RESTRICTIVE FOR UPDATE TO policy_a USING (true) WITH CHECK (false);
        CREATE POLICY removing ON app.t AS RESTRICTIVE FOR DELETE USING (id > (SELECT max(u.id) FROM app.u));
        CREATE POLICY every ON app.u USING (id = 1);
        CREATE POLICY waiting ON app.not_on TO policy_a;
        CREATE TABLE app."Odd ""T; --
        x" ("a.b" integer);
        ALTER TABLE app."Odd ""T; --
        x" ENABLE ROW LEVEL SECURITY;
        CREATE POLICY "P ""x""; --
        y" ON app."Odd ""T; --
        x" USING ("a.b" > 0);
        CREATE TABLE app.whole (id integer) PARTITION BY LIST (id);
        CREATE TABLE app.part PARTITION OF app.whole FOR VALUES IN (1);
        ALTER TABLE app.whole ENABLE ROW LEVEL SECURITY;
        CREATE POLICY of_all ON app.whole USING (id > 0);
        COMMENT ON POLICY every ON app.t IS 'it''s';
        COMMENT ON POLICY "P ""x""; --
        y" ON app."Odd ""T; --
        x" IS 'odd';
        """;

    [Fact]
    public Task Writes_row_security_and_policies_as_pg_dump_does()
        => SchemaCheck.RequireSameAsPgDumpAsync(servers, Policies);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_row_security_and_policies_on_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, Policies, major);

        Assert.Equal(
            ["Odd \"T; --\nx", "t", "u", "whole", "without_policy"],
            entries.Where(entry => entry.Desc == TocDesc.RowSecurity).Select(entry => entry.Tag.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Makes_row_security_and_policies_wait_for_what_they_name()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, """
            CREATE FUNCTION allowed() RETURNS boolean LANGUAGE sql AS 'SELECT true';
            CREATE TABLE t (id integer);
            CREATE TABLE other (id integer);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON t USING (allowed() AND id IN (SELECT other.id FROM other));
            """);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(["TABLE t"], Needed("ROW SECURITY public t"));
        Assert.Equal(["FUNCTION allowed()", "TABLE other", "TABLE t"], Needed("POLICY public t p"));

        IEnumerable<string> Needed(string key)
        {
            var dependencies = entries.Single(entry => entry.Key == key).Dependencies;
            return entries.Where(entry => dependencies.Contains(entry.DumpId)).Select(entry => $"{entry.Desc} {entry.Tag}").Order(StringComparer.Ordinal);
        }
    }
}
