using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What entries are made of a script's statements and comments.</summary>
public sealed class ScriptEntryTests(TestServers servers) : IDisposable
{
    /// <summary>As pg_dump wrote it before 2018, with a search_path for each schema.</summary>
    private const string Old = """
        --
        -- PostgreSQL database dump
        --

        SET statement_timeout = 0;
        SET client_encoding = 'SQL_ASCII';
        SET standard_conforming_strings = off;
        SET check_function_bodies = false;
        SET escape_string_warning = off;

        --
        -- Name: app; Type: SCHEMA; Schema: -; Owner: postgres
        --

        CREATE SCHEMA app;


        ALTER SCHEMA app OWNER TO postgres;

        SET search_path = app, pg_catalog;

        --
        -- Name: mood; Type: TYPE; Schema: app; Owner: postgres
        --

        CREATE TYPE mood AS ENUM ('it\'s', 'a\\b');

        SET search_path = public, pg_catalog;

        SET default_tablespace = '';

        SET default_with_oids = false;

        --
        -- Name: t; Type: TABLE; Schema: public; Owner: postgres; Tablespace: 
        --

        CREATE TABLE t (
            id integer NOT NULL,
            note text DEFAULT 'a\\b;\n''c'
        );


        ALTER TABLE public.t OWNER TO postgres;

        SET search_path = app, pg_catalog;

        --
        -- Name: t; Type: TABLE; Schema: app; Owner: postgres; Tablespace: 
        --

        CREATE TABLE t (
            id integer NOT NULL,
            mood mood
        );


        ALTER TABLE app.t OWNER TO postgres;

        --
        -- Data for Name: t; Type: TABLE DATA; Schema: app; Owner: postgres
        --

        COPY t (id, mood) FROM stdin;
        1	it's
        2	a\\b
        \.


        SET search_path = public, pg_catalog;

        --
        -- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: postgres
        --

        INSERT INTO t (id, note) VALUES (1, 'x\\y\';');
        INSERT INTO t (id, note) VALUES (2, 'next');

        --
        -- Name: t_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres; Tablespace: 
        --

        ALTER TABLE ONLY t
            ADD CONSTRAINT t_pkey PRIMARY KEY (id);


        SET search_path = app, pg_catalog;

        --
        -- Name: t_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: postgres
        --

        ALTER TABLE ONLY t
            ADD CONSTRAINT t_id_fkey FOREIGN KEY (id) REFERENCES public.t(id);


        --
        -- Name: public; Type: ACL; Schema: -; Owner: postgres
        --

        GRANT ALL ON SCHEMA public TO PUBLIC;


        --
        -- PostgreSQL database dump complete
        --

        """;

    private readonly Scripts scripts = new();

    [Fact]
    public async Task Puts_objects_where_the_search_path_of_an_old_script_says()
    {
        var destination = await RestoreAsync(Old);

        Assert.Equal("it's,a\\b", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(mood::text, ',' ORDER BY id) FROM app.t"));
        Assert.Equal("x\\y';,next", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(note, ',' ORDER BY id) FROM public.t"));
        Assert.Equal("a\\b;\n'c", await Sql.ScalarAsync<string>(destination, "INSERT INTO public.t (id) VALUES (3) RETURNING note"));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_constraint WHERE conrelid = 'app.t'::regclass AND confrelid = 'public.t'::regclass AND convalidated"));
    }

    [Fact]
    public async Task Runs_a_script_without_comments_statement_by_statement()
    {
        var destination = await RestoreAsync("""
            BEGIN;
            SET datestyle = 'German';
            CREATE TABLE a (id serial PRIMARY KEY, at date, note text);
            INSERT INTO a (at, note) VALUES ('31.12.2024', 'one;');
            INSERT INTO a (at, note) VALUES ('01.02.2025', 'two');
            COPY a (at, note) FROM STDIN WITH (FORMAT csv);
            24.12.2023,"a, b"
            \.
            RESET datestyle;
            CREATE SCHEMA s; SET search_path TO s;
            CREATE TABLE b AS SELECT count(*) AS n FROM public.a;
            COPY b FROM stdin;
            7
            \.
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n + 100; RETURN NEW; END; $$;
            CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION f();
            INSERT INTO b VALUES (1);
            UPDATE b SET n = n + 1 WHERE n = 7;
            COMMIT;
            SELECT count(*) FROM b
            """);

        Assert.Equal("2023-12-24 a, b|2024-12-31 one;|2025-02-01 two", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(at || ' ' || note, '|' ORDER BY at) FROM public.a"));
        Assert.Equal("3,8,101", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(n::text, ',' ORDER BY n) FROM s.b"));
    }

    [Fact]
    public async Task Names_statements_without_comments_by_kind_object_and_line()
    {
        var entries = await scripts.ReadAsync("""
            CREATE TABLE IF NOT EXISTS "My app".t (a int);
            CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);
            INSERT INTO t VALUES (1);
            INSERT INTO t VALUES (2);
            ALTER TABLE ONLY t ADD b int;
            SELECT 1;
            CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
            CREATE TABLE t (a int);
            """);

        Assert.Equal(
            ["CREATE TABLE My app t (line 1)", "CREATE INDEX - i (line 2)", "ROWS - t (line 3)", "ALTER TABLE - t (line 5)", "SELECT - statement (line 6)", "CREATE FUNCTION - f (line 7)", "CREATE TABLE - t (line 8)"],
            entries.Select(entry => entry.Key));
        Assert.Equal([[], [1], [2], [3], [4], [5], [6]], entries.Select(entry => entry.Dependencies.ToArray()));
        Assert.True(entries[2].HasStatements);
    }

    [Fact]
    public async Task Depends_on_what_the_statements_name_so_that_tables_do_not_wait_for_each_other()
    {
        var entries = await Scripts.ReadFileAsync(Scripts.FixturePath("pg18-plain.sql"));

        Assert.Equal(["COLLATION shop german", "EXTENSION - citext", "SCHEMA - shop", "TYPE shop address", "TYPE shop mood"], Needed("TABLE shop customer"));
        Assert.Equal(["TABLE shop customer"], Needed("TABLE DATA shop customer"));
        Assert.Equal(["SCHEMA - shop", "TABLE shop customer"], Needed("CONSTRAINT shop customer customer_pkey"));
        Assert.Equal(
            ["CONSTRAINT shop customer customer_email_key", "CONSTRAINT shop customer customer_pkey", "CONSTRAINT shop orders orders_period_excl", "CONSTRAINT shop orders orders_pkey", "INDEX shop customer_lower", "SCHEMA - shop", "TABLE shop customer", "TABLE shop orders"],
            Needed("FK CONSTRAINT shop orders orders_customer_id_fkey"));
        Assert.Equal(["INDEX shop event_2025_kind_idx", "INDEX shop event_kind", "SCHEMA - shop"], Needed("INDEX ATTACH shop event_2025_kind_idx"));
        Assert.Equal(["FUNCTION shop touch()", "SCHEMA - shop", "TABLE shop customer"], Needed("TRIGGER shop customer touch"));
        Assert.Equal(["TABLE shop customer"], Needed("COMMENT shop COLUMN customer.email"));
        Assert.Equal(["PUBLICATION - pub", "SCHEMA - shop", "TABLE shop customer"], Needed("PUBLICATION TABLE shop pub customer"));
        Assert.Equal(["BLOB METADATA - 70001..3000000000"], Needed("BLOBS - 70001..3000000000"));
        Assert.Equal(["SCHEMA - shop", "SEQUENCE shop ticket"], Needed("SEQUENCE SET shop ticket"));

        IEnumerable<string> Needed(string key) => entries.Single(entry => entry.Key == key).Dependencies.Select(id => entries.Single(entry => entry.DumpId == id).Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Takes_numbers_and_dependencies_of_a_verbose_script_and_owners_of_their_own_statements()
    {
        var entries = await scripts.ReadAsync("""
            SELECT pg_catalog.set_config('search_path', '', false);
            SET default_tablespace = fast;
            SET default_table_access_method = heap;
            --
            -- TOC entry 215 (class 1259 OID 16390)
            -- Name: t; Type: TABLE; Schema: public; Owner: a b; Tablespace: fast
            --

            CREATE TABLE public.t (a int);


            ALTER TABLE public.t OWNER TO "a
            b";

            --
            -- TOC entry 216 (class 1255 OID 16391)
            -- Dependencies: 215 9999
            -- Name: f(integer); Type: FUNCTION; Schema: public; Owner: -
            --

            CREATE FUNCTION public.f(n integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1;';


            --
            -- Name: i; Type: INDEX; Schema: public; Owner: a b
            --

            CREATE INDEX i ON public.t USING btree (a);
            """);

        Assert.Equal((16390u, "a\nb", "fast", "heap", "DROP TABLE public.t;\n", "CREATE TABLE public.t (a int);\n"), (entries[0].CatalogOid, entries[0].Owner, entries[0].Tablespace, entries[0].TableAccessMethod, entries[0].DropStatement, entries[0].Definition));
        Assert.Equal(("DROP FUNCTION public.f(integer);\n", null), (entries[1].DropStatement, entries[1].Owner));
        Assert.Equal([1], entries[1].Dependencies);
        Assert.Equal(("a\nb", TocSection.PostData, "fast"), (entries[2].Owner, entries[2].Section, entries[2].Tablespace));
        Assert.All(entries, entry => Assert.Empty(entry.Preparation));
    }

    [Fact]
    public async Task Leaves_the_drops_at_the_head_to_the_destination()
    {
        await using var source = await ScriptSource.OpenAsync(Scripts.FixturePath("pg18-plain-clean.sql"), TestContext.Current.CancellationToken);

        Assert.Contains(source.Findings, finding => finding.Kind == MigrationFindingKind.LeftOut && finding.What.Contains("drop", StringComparison.Ordinal));
        Assert.DoesNotContain(await source.ReadEntriesAsync(TestContext.Current.CancellationToken), entry => entry.Definition.StartsWith("DROP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takes_of_a_cluster_s_script_the_one_database_that_has_anything_in_it()
    {
        var entries = await scripts.ReadAsync("""
            \restrict x
            CREATE ROLE app;
            ALTER ROLE app WITH LOGIN;
            \unrestrict x
            \connect template1
            \connect postgres
            COMMENT ON DATABASE postgres IS 'x';
            CREATE DATABASE shop;
            \connect -reuse-previous=on "dbname='it\\'s a ""shop""'"
            SELECT pg_catalog.set_config('search_path', '', false);
            CREATE TABLE public.t (a int);
            """.Replace("COMMENT ON DATABASE postgres IS 'x';\n", "", StringComparison.Ordinal));

        Assert.Equal(["CREATE ROLE - app (line 2)", "ALTER ROLE - app (line 3)", "CREATE TABLE public t (line 10)"], entries.Select(entry => entry.Key));
    }

    [Fact]
    public async Task Tells_another_state_where_the_script_was_changed()
    {
        var path = scripts.Write("CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\n");
        var before = await StateAsync(path);
        Assert.Equal(before, await StateAsync(path));
        await File.AppendAllTextAsync(path, "INSERT INTO t VALUES (2);\n", TestContext.Current.CancellationToken);

        Assert.NotEqual(before, await StateAsync(path));
    }

    public void Dispose() => scripts.Dispose();

    private async Task<DatabaseEndpoint> RestoreAsync(string script)
    {
        var destination = await servers.CreateDatabaseAsync();
        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(scripts.Write(script)), Destination = destination });
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        return destination;
    }

    private static async Task<string> StateAsync(string path)
    {
        await using var source = await ScriptSource.OpenAsync(path, TestContext.Current.CancellationToken);
        return source.DescribeState((await source.ReadEntriesAsync(TestContext.Current.CancellationToken))[0]);
    }
}
