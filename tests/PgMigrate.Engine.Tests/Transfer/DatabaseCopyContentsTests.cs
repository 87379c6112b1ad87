using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>What a clone brings besides tables' rows: large objects, extensions' rows, roles, the database's own settings.</summary>
public sealed class DatabaseCopyContentsTests(TestServers servers)
{
    [Fact]
    public async Task Brings_the_bytes_of_large_objects_many_and_large_ones()
    {
        var request = await servers.DatabaseWithAsync(
            """
            SELECT count(lo_from_bytea(20000 + g, decode(repeat(md5(g::text), g % 50), 'hex'))) FROM generate_series(1, 1200) g;
            SELECT lo_from_bytea(4000000001, decode(repeat('00ff10', 400000), 'hex')), lo_create(30000);
            SELECT lo_put(30000, 700000, '\x01');
            """);

        await Cloning.RequireSameAsync(request with { ThrottleLimit = 3 });

        const string Hash = "SELECT string_agg(oid || ' ' || md5(lo_get(oid)), ',' ORDER BY oid) FROM pg_largeobject_metadata";
        Assert.Equal(await Sql.ScalarAsync<string>(request.Source, Hash), await Sql.ScalarAsync<string>(request.Destination, Hash));
    }

    [Fact]
    public async Task Brings_the_settings_and_the_comment_of_the_database()
    {
        var request = await servers.DatabaseWithAsync("SELECT 1");
        var (source, destination) = (request.Source.Database, request.Destination.Database);
        await Sql.ExecuteAsync(
            request.Source,
            $"ALTER DATABASE {source} SET work_mem = '7MB'; ALTER DATABASE {source} SET search_path = app, public; COMMENT ON DATABASE {source} IS 'ours'");

        var result = await Cloning.RunAsync(request);

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(
            "work_mem=7MB|search_path=app, public|ours",
            await Sql.ScalarAsync<string>(
                request.Destination,
                $"""
                SELECT array_to_string(s.setconfig, '|') || '|' || shobj_description(d.oid, 'pg_database')
                FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid WHERE d.datname = '{destination}'
                """));
    }

    [Fact]
    public async Task Refuses_before_it_makes_anything_where_owners_are_missing_and_makes_them_when_asked_to()
    {
        await using var other = await PrivateServer.StartAsync();
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            source,
            """
            DO $$ BEGIN CREATE ROLE clone_group; CREATE ROLE "clone ""owner" LOGIN IN ROLE clone_group; ALTER ROLE "clone ""owner" SET work_mem = '9MB';
            EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            CREATE TABLE t (id integer); ALTER TABLE t OWNER TO "clone ""owner"; GRANT SELECT ON t TO clone_group;
            """);
        var request = new DatabaseCopyRequest { Source = source, Destination = other.Endpoint };

        var refusal = await Cloning.FailsAsync(request);
        Assert.Equal(("RolesMissing", "clone \"owner"), (refusal.ErrorId, refusal.Subject));
        Assert.False(await Sql.ScalarAsync<bool>(other.Endpoint, "SELECT to_regclass('t') IS NOT NULL"));

        await Cloning.RequireSameAsync(request with { IncludeRoles = true });
        Assert.Equal(
            "t|work_mem=9MB|clone_group",
            await Sql.ScalarAsync<string>(
                other.Endpoint,
                """
                SELECT concat_ws('|', CASE WHEN rolcanlogin THEN 't' ELSE 'f' END, array_to_string(rolconfig, ','),
                    (SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid))
                FROM pg_roles r WHERE rolname = 'clone "owner'
                """));
    }

    [Fact]
    public async Task Leaves_owners_privileges_and_comments_out_when_asked_to()
    {
        var request = await servers.DatabaseWithAsync(
            """
            DO $$ BEGIN CREATE ROLE clone_other; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            CREATE TABLE t (id integer); ALTER TABLE t OWNER TO clone_other; GRANT SELECT ON t TO PUBLIC; COMMENT ON TABLE t IS 'x';
            """);

        await Cloning.RunAsync(request with { NoOwner = true, NoPrivileges = true, NoComments = true });

        Assert.Equal(
            $"{request.Destination.Username}||",
            await Sql.ScalarAsync<string>(
                request.Destination,
                "SELECT concat(pg_get_userbyid(relowner), '|', relacl::text, '|', obj_description(oid, 'pg_class')) FROM pg_class WHERE relname = 't'"));
    }

    [Fact]
    public async Task Brings_the_rows_that_a_user_wrote_to_an_extensions_table()
    {
        var request = await servers.DatabaseWithAsync("SELECT 1");
        if (!await Sql.ScalarAsync<bool>(request.Source, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'unaccent')"))
        {
            Assert.Skip("The extension unaccent is not available.");
        }

        // Any table can be given to an extension, as an upgrade script of its own would.
        const string Give = """
            CREATE EXTENSION unaccent; CREATE TABLE conf (id integer PRIMARY KEY, v text, is_own boolean);
            INSERT INTO conf VALUES (1, 'shipped', false); ALTER EXTENSION unaccent ADD TABLE conf;
            UPDATE pg_extension SET extconfig = ARRAY['conf'::regclass::oid], extcondition = ARRAY['WHERE is_own'] WHERE extname = 'unaccent';
            """;
        await Sql.ExecuteAsync(request.Source, Give + "INSERT INTO conf VALUES (2, 'mine', true), (3, E'a\\tb', true)");
        await Sql.ExecuteAsync(request.Destination, Give);

        var result = await Cloning.RunAsync(request with { Force = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal("1 shipped,2 mine,3 a\tb", await Sql.ScalarAsync<string>(request.Destination, "SELECT string_agg(id || ' ' || v, ',' ORDER BY id) FROM conf"));
    }

    [Fact]
    public async Task Fills_materialized_views_last_and_keeps_what_is_restricted_working()
    {
        var request = await servers.DatabaseWithAsync(
            """
            CREATE TABLE t (id integer PRIMARY KEY, at date) PARTITION BY RANGE (id);
            CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (500); CREATE TABLE t2 PARTITION OF t DEFAULT;
            CREATE INDEX by_date ON t (at);
            CREATE VIEW v AS SELECT id FROM t WHERE at IS NOT NULL;
            CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM v; CREATE MATERIALIZED VIEW mm AS SELECT n * 2 AS n FROM m; CREATE UNIQUE INDEX ON mm (n);
            CREATE MATERIALIZED VIEW empty AS SELECT 1 AS one WITH NO DATA;
            CREATE TABLE child (id integer REFERENCES t);
            INSERT INTO t SELECT g, '2024-01-01' FROM generate_series(1, 900) g; INSERT INTO child SELECT id FROM t;
            REFRESH MATERIALIZED VIEW m; REFRESH MATERIALIZED VIEW mm;
            """);

        await Cloning.RequireSameAsync(request with { ThrottleLimit = 4 });

        Assert.Equal(1800L, await Sql.ScalarAsync<long>(request.Destination, "SELECT n FROM mm"));
    }
}
