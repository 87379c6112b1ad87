using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class MaterializedViewEntriesTests(TestServers servers)
{
    private const string Everything = "--blobs";

    private const string Tables = """
        DO $$ BEGIN CREATE ROLE kept_owner; CREATE ROLE kept_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE TABLE app.items (id integer, name text, price numeric(10,2));
        """;

    [Fact]
    public async Task Writes_materialized_views_with_all_properties_as_pg_dump_does() => await RequireSameAsync(
        """
        CREATE MATERIALIZED VIEW app.plain AS SELECT id, name FROM app.items;
        CREATE MATERIALIZED VIEW app.stored WITH (fillfactor = 70, toast.autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.5) AS
            SELECT id, name, price, 'it''s; '::text AS t FROM app.items WITH NO DATA;
        ALTER MATERIALIZED VIEW app.stored ALTER COLUMN name SET STATISTICS 77;
        ALTER MATERIALIZED VIEW app.stored ALTER COLUMN name SET STORAGE EXTERNAL;
        ALTER MATERIALIZED VIEW app.stored ALTER COLUMN t SET COMPRESSION pglz;
        ALTER MATERIALIZED VIEW app.stored ALTER COLUMN id SET (n_distinct = -0.5, n_distinct_inherited = 7);
        ALTER TABLE app.stored REPLICA IDENTITY FULL;
        ALTER TABLE app.plain REPLICA IDENTITY NOTHING;
        CREATE MATERIALIZED VIEW app.toast_only WITH (toast.autovacuum_enabled = false) AS SELECT name FROM app.items;
        COMMENT ON MATERIALIZED VIEW app.plain IS 'it''s';
        COMMENT ON COLUMN app.plain.name IS 'column';
        ALTER MATERIALIZED VIEW app.plain OWNER TO kept_owner;
        GRANT USAGE ON SCHEMA app TO kept_owner;
        GRANT SELECT ON app.items TO kept_owner;
        GRANT SELECT ON app.plain TO kept_user WITH GRANT OPTION;
        GRANT SELECT (name) ON app.plain TO PUBLIC;
        """);

    [Fact]
    public async Task Refreshes_populated_materialized_views_after_those_that_they_read() => await RequireSameAsync(
        """
        CREATE MATERIALIZED VIEW app.a AS SELECT 1 AS x;
        CREATE MATERIALIZED VIEW app.z AS SELECT id FROM app.items;
        CREATE VIEW app.between AS SELECT id FROM app.z;
        CREATE MATERIALIZED VIEW app.c AS SELECT id FROM app.between;
        CREATE MATERIALIZED VIEW app.b AS SELECT id FROM app.c;
        CREATE MATERIALIZED VIEW app.empty AS SELECT id FROM app.items WITH NO DATA;
        CREATE MATERIALIZED VIEW app.empty_too AS SELECT id FROM app.empty WITH NO DATA;
        """);

    [Fact]
    public async Task Does_not_refresh_what_reads_a_materialized_view_that_is_empty() => await RequireSameAsync(
        """
        CREATE MATERIALIZED VIEW app.base AS SELECT id FROM app.items;
        CREATE MATERIALIZED VIEW app.above AS SELECT id FROM app.base;
        CREATE MATERIALIZED VIEW app.top AS SELECT id FROM app.above;
        REFRESH MATERIALIZED VIEW app.base WITH NO DATA;
        """);

    [Fact]
    public async Task Refreshes_only_after_all_rows_and_queries_that_are_read()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            $"""
            {Tables}
            CREATE TABLE app.parts (id integer) PARTITION BY LIST (id);
            CREATE TABLE app.part_1 PARTITION OF app.parts FOR VALUES IN (1);
            CREATE VIEW app.v AS SELECT id FROM app.items UNION ALL SELECT id FROM app.parts;
            CREATE MATERIALIZED VIEW app.kept_1 AS SELECT id FROM app.v;
            CREATE MATERIALIZED VIEW app.kept_2 AS SELECT id FROM app.kept_1;
            """);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(["MATERIALIZED VIEW app kept_1", "TABLE DATA app items", "TABLE DATA app part_1", "TABLE app items", "TABLE app parts"], NeededBy("kept_1"));
        Assert.Equal(
            ["MATERIALIZED VIEW DATA app kept_1", "MATERIALIZED VIEW app kept_2"],
            NeededBy("kept_2"));

        IEnumerable<string> NeededBy(string view)
        {
            var refresh = Assert.Single(entries, entry => entry.Desc == TocDesc.Refresh && entry.Tag == view);
            return entries.Where(entry => refresh.Dependencies.Contains(entry.DumpId)).Select(entry => entry.Key).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Keeps_the_access_method_and_the_tablespace_beside_the_definition()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            """
            CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
            CREATE MATERIALIZED VIEW kept USING heap_too AS SELECT 1 AS x;
            CREATE MATERIALIZED VIEW plain AS SELECT 1 AS x;
            """);
        await using (var connection = await Sql.OpenAsync(endpoint))
        {
            foreach (var sql in new[]
            {
                "SET allow_in_place_tablespaces = on", "CREATE TABLESPACE \"Kept \"\"Space\" LOCATION ''", "ALTER MATERIALIZED VIEW kept SET TABLESPACE \"Kept \"\"Space\"",
            })
            {
                await connection.ExecuteAsync(sql, TestContext.Current.CancellationToken);
            }
        }

        var views = (await SchemaCheck.ReadAsync(endpoint)).Where(entry => entry.Desc == TocDesc.MaterializedView).ToList();

        Assert.Equal([("kept", "heap_too", "Kept \"Space"), ("plain", "heap", "")], views.Select(entry => (entry.Tag, entry.TableAccessMethod, entry.Tablespace)));
        Assert.All(views, entry => Assert.Equal('m', entry.RelationKind));
    }

    private Task RequireSameAsync(string sql) => SchemaCheck.RequireSameAsPgDumpWithAsync(servers, Everything, Tables + sql);
}
