using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class ViewEntriesTests(TestServers servers)
{
    private const string Tables = """
        DO $$ BEGIN CREATE ROLE view_owner; CREATE ROLE "View ""User"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE TABLE app.items (id integer, name text COLLATE "C", price numeric(10,2), state text);
        """;

    [Fact]
    public async Task Writes_views_with_options_and_check_options_as_pg_dump_does() => await RequireSameAsync(
        """
        CREATE VIEW app.plain AS SELECT id, name FROM app.items;
        CREATE VIEW app.barrier WITH (security_barrier) AS SELECT * FROM app.items WHERE price > 3;
        CREATE VIEW app.invoker WITH (security_invoker = on, security_barrier = false) AS SELECT * FROM app.items;
        CREATE VIEW app.local_check WITH (check_option = local, security_barrier = true) AS SELECT * FROM app.items WHERE price > 3;
        CREATE VIEW app.cascaded_check AS SELECT * FROM app.local_check WHERE id > 5 WITH CASCADED CHECK OPTION;
        CREATE VIEW app.a_reads_z AS SELECT 1 AS x;
        CREATE VIEW app.z AS SELECT id FROM app.items;
        CREATE OR REPLACE VIEW app.a_reads_z AS SELECT id AS x FROM app.z;
        CREATE VIEW app.nothing AS SELECT;
        CREATE VIEW app.literals AS SELECT 'it''s'::text AS t, E'a\\b;\nc' AS u, 5::numeric(5,2) AS n;
        """);

    [Fact]
    public async Task Writes_recursive_views_as_pg_dump_does() => await RequireSameAsync(
        """
        CREATE RECURSIVE VIEW app.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10;
        CREATE VIEW app.tree AS WITH RECURSIVE t (id, path) AS (
            SELECT id, ARRAY[id] FROM app.items WHERE state IS NULL UNION SELECT i.id, t.path || i.id FROM app.items i JOIN t ON t.id = i.price)
            SEARCH DEPTH FIRST BY id SET place CYCLE id SET loops USING way SELECT id, path, loops FROM t;
        """,
        "SET search_path = app");

    [Fact]
    public async Task Writes_comments_privileges_owners_and_defaults_of_views_and_their_columns_as_pg_dump_does() => await RequireSameAsync(
        """
        CREATE FUNCTION app.next_id() RETURNS integer LANGUAGE sql AS 'SELECT 5';
        CREATE VIEW app.plain AS SELECT id, name, state AS "select" FROM app.items;
        ALTER VIEW app.plain ALTER COLUMN name SET DEFAULT 'it''s';
        ALTER VIEW app.plain ALTER COLUMN id SET DEFAULT app.next_id();
        ALTER VIEW app.plain ALTER COLUMN "select" SET DEFAULT upper('x');
        ALTER VIEW app.plain OWNER TO view_owner;
        COMMENT ON VIEW app.plain IS 'it''s \ plain';
        COMMENT ON COLUMN app.plain."select" IS 'odd';
        GRANT SELECT ON app.plain TO PUBLIC;
        GRANT INSERT, UPDATE ON app.plain TO "View ""User" WITH GRANT OPTION;
        GRANT UPDATE (name), SELECT ("select") ON app.plain TO "View ""User";
        REVOKE DELETE ON app.plain FROM view_owner;
        """);

    [Fact]
    public async Task Writes_views_with_odd_names_as_pg_dump_does() => await RequireSameAsync(
        """
        CREATE SCHEMA "Odd ""S; --
        x";
        CREATE VIEW "Odd ""S; --
        x"."V ""1'; DROP
        é" AS SELECT id AS "C ""1; --
        y", name AS "order" FROM app.items;
        ALTER VIEW "Odd ""S; --
        x"."V ""1'; DROP
        é" ALTER COLUMN "order" SET DEFAULT 'ü';
        CREATE VIEW app."select" AS SELECT "order" AS "table" FROM "Odd ""S; --
        x"."V ""1'; DROP
        é";
        CREATE MATERIALIZED VIEW app."M ""v
        x" AS SELECT "order" AS "Ü" FROM "Odd ""S; --
        x"."V ""1'; DROP
        é";
        COMMENT ON COLUMN app."M ""v
        x"."Ü" IS 'odd';
        CREATE VIEW app.a63456789012345678901234567890123456789012345678901234567890123 AS SELECT 1 AS "ÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜÜ";
        """);

    [Fact]
    public async Task Makes_a_view_without_its_query_first_where_views_read_each_other_in_a_circle() => await RequireSameAsync(
        """
        CREATE VIEW app.a1 WITH (security_barrier) AS SELECT 1 AS x, 'a'::text COLLATE "C" AS "Y ""y", 5::numeric(7,2) AS n, 'v'::varchar(5) AS v;
        CREATE VIEW app.b2 AS SELECT * FROM app.a1;
        CREATE OR REPLACE VIEW app.a1 WITH (security_barrier) AS SELECT x, "Y ""y", n, v FROM app.b2 WHERE x > 3;
        ALTER VIEW app.a1 OWNER TO view_owner;
        ALTER VIEW app.a1 ALTER COLUMN v SET DEFAULT 'w';
        COMMENT ON VIEW app.a1 IS 'first';
        COMMENT ON COLUMN app.a1."Y ""y" IS 'column';
        COMMENT ON RULE "_RETURN" ON app.a1 IS 'rule';
        GRANT SELECT ON app.a1 TO PUBLIC;
        CREATE VIEW app.updatable AS SELECT * FROM app.items WHERE price > 3;
        """);

    [Fact]
    public async Task Makes_a_view_without_its_query_first_where_its_function_takes_its_rows() => await RequireSameAsync(
        """
        CREATE VIEW app.v AS SELECT id, name FROM app.items WHERE price > 3 WITH LOCAL CHECK OPTION;
        CREATE FUNCTION app.describe(app.v) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
        CREATE OR REPLACE VIEW app.v AS SELECT id, name FROM app.items i WHERE price > 3 AND app.describe(ROW (i.id, i.name)::app.v) IS NOT NULL WITH LOCAL CHECK OPTION;
        CREATE FUNCTION app.all_of() RETURNS SETOF app.v LANGUAGE sql AS 'SELECT * FROM app.v';
        """);

    [Fact]
    public async Task Makes_a_view_without_its_query_first_where_it_groups_by_a_primary_key() => await RequireSameAsync(
        """
        CREATE TABLE app.keyed (id integer PRIMARY KEY, name text);
        CREATE VIEW app.grouped WITH (security_barrier) AS SELECT id, name, count(*) AS n FROM app.keyed GROUP BY id;
        CREATE VIEW app.above AS SELECT n FROM app.grouped;
        CREATE MATERIALIZED VIEW app.kept AS SELECT n FROM app.above;
        COMMENT ON VIEW app.grouped IS 'it''s';
        COMMENT ON RULE "_RETURN" ON app.grouped IS 'rule';
        ALTER VIEW app.grouped OWNER TO view_owner;
        GRANT USAGE ON SCHEMA app TO view_owner;
        GRANT SELECT ON app.keyed TO view_owner;
        ALTER VIEW app.grouped ALTER COLUMN name SET DEFAULT 'x';
        GRANT SELECT (name) ON app.grouped TO PUBLIC;
        """);

    [Fact]
    public async Task Makes_functions_and_materialized_views_that_group_by_a_primary_key_after_it() => await RequireSameAsync(
        """
        CREATE TABLE app.keyed (id integer PRIMARY KEY, name text);
        DO $do$ BEGIN EXECUTE $$
            CREATE FUNCTION app.name_of(integer) RETURNS text STABLE BEGIN ATOMIC SELECT name FROM app.keyed GROUP BY id HAVING id = $1; END
        $$; END $do$;
        CREATE MATERIALIZED VIEW app.kept AS SELECT id, name FROM app.keyed GROUP BY id WITH NO DATA;
        CREATE VIEW app.above_kept AS SELECT name FROM app.kept;
        CREATE VIEW app.calls AS SELECT app.name_of(1) AS n;
        CREATE MATERIALIZED VIEW app.kept_calls AS SELECT app.name_of(2) AS n WITH NO DATA;
        COMMENT ON FUNCTION app.name_of IS 'late';
        COMMENT ON MATERIALIZED VIEW app.kept IS 'late, too';
        """);

    [Fact]
    public async Task Keeps_the_comment_on_the_rule_of_a_view_which_pg_dump_loses()
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(
            servers, $"""{Tables} CREATE VIEW app.plain AS SELECT 1 AS x; COMMENT ON RULE "_RETURN" ON app.plain IS 'rule';""", TestServers.Default);

        Assert.Contains("COMMENT ON RULE \"_RETURN\" ON app.plain IS 'rule';\n", entries.Select(entry => entry.Definition));
    }

    [Fact]
    public async Task Drops_the_late_query_of_a_view_by_a_query_that_needs_nothing()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            """
            CREATE VIEW v AS SELECT 1 AS x;
            CREATE VIEW w AS SELECT x FROM v;
            CREATE OR REPLACE VIEW v AS SELECT x FROM w;
            """);

        var rule = Assert.Single(await SchemaCheck.ReadAsync(endpoint), entry => entry.Desc == TocDesc.Rule);
        Assert.Equal(("v _RETURN", TocSection.PostData), (rule.Tag, rule.Section));
        await Sql.ExecuteAsync(endpoint, rule.DropStatement);
        await Sql.ExecuteAsync(endpoint, "DROP VIEW w");
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_views_of_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(
            servers,
            $"""
            {Tables}
            CREATE VIEW app.plain AS SELECT i.id, name, price FROM app.items i;
            CREATE VIEW app.checked WITH (security_barrier{(major >= 15 ? ", security_invoker" : "")}) AS SELECT * FROM app.plain WHERE price > 1 WITH LOCAL CHECK OPTION;
            ALTER VIEW app.plain ALTER COLUMN price SET DEFAULT 5;
            CREATE VIEW app.circle AS SELECT 1 AS x;
            CREATE VIEW app.round AS SELECT x FROM app.circle;
            CREATE OR REPLACE VIEW app.circle AS SELECT x FROM app.round;
            CREATE MATERIALIZED VIEW app.kept WITH (fillfactor = 70) AS SELECT name, id FROM app.checked;
            ALTER MATERIALIZED VIEW app.kept ALTER COLUMN name SET STATISTICS 200;
            CREATE MATERIALIZED VIEW app.empty AS SELECT id FROM app.kept WITH NO DATA;
            CREATE MATERIALIZED VIEW app.again AS SELECT id FROM app.kept;
            GRANT SELECT ON app.plain, app.kept TO PUBLIC;
            COMMENT ON COLUMN app.kept.name IS 'kept';
            """,
            major);

        var definitions = entries.Select(entry => entry.Definition).ToList();
        Assert.Equal(major >= 15, definitions.Any(definition => definition.Contains("security_invoker='true'", StringComparison.Ordinal)));
        Assert.Equal(
            ["REFRESH MATERIALIZED VIEW app.kept;\n", "REFRESH MATERIALIZED VIEW app.again;\n"],
            definitions.Where(definition => definition.StartsWith("REFRESH", StringComparison.Ordinal)));
    }

    private Task RequireSameAsync(string sql, string before = "") => SchemaCheck.RequireSameAsPgDumpAsync(servers, $"{Tables}{before};{sql}");
}
