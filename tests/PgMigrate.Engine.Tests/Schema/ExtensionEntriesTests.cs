using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class ExtensionEntriesTests(TestServers servers)
{
    internal const string Extensions =
        """
        DO $$ BEGIN CREATE ROLE extension_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""ext";
        CREATE EXTENSION hstore WITH SCHEMA "Odd ""ext";
        CREATE EXTENSION citext;
        CREATE EXTENSION cube WITH SCHEMA app;
        CREATE EXTENSION earthdistance WITH SCHEMA app;
        CREATE EXTENSION "uuid-ossp" WITH SCHEMA app;
        CREATE EXTENSION postgres_fdw WITH SCHEMA app;
        COMMENT ON EXTENSION citext IS 'it''s ours';
        CREATE DOMAIN app.mail AS citext CHECK (value LIKE '%@%');
        CREATE FUNCTION app.keys("Odd ""ext".hstore) RETURNS text[] LANGUAGE sql AS 'SELECT "Odd ""ext".akeys($1)';
        CREATE AGGREGATE app.merged("Odd ""ext".hstore) (SFUNC = "Odd ""ext".hs_concat, STYPE = "Odd ""ext".hstore);
        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost');
        CREATE CAST (citext AS "Odd ""ext".hstore) WITH INOUT;
        """;

    internal const string Granted =
        """
        DO $$ BEGIN CREATE ROLE extension_user; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""ext";
        CREATE EXTENSION hstore WITH SCHEMA "Odd ""ext";
        CREATE EXTENSION citext;
        CREATE EXTENSION postgres_fdw WITH SCHEMA app;
        CREATE EXTENSION pg_stat_statements WITH SCHEMA app;
        REVOKE EXECUTE ON FUNCTION "Odd ""ext".akeys("Odd ""ext".hstore) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION "Odd ""ext".akeys("Odd ""ext".hstore) TO extension_user;
        REVOKE USAGE ON TYPE citext FROM PUBLIC;
        GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO extension_user;
        REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
        REVOKE SELECT ON app.pg_stat_statements FROM PUBLIC;
        GRANT SELECT (query, calls) ON app.pg_stat_statements TO extension_user;
        REVOKE ALL ON FUNCTION public.min(citext) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO extension_user;
        REVOKE EXECUTE ON FUNCTION pg_catalog.lower(text) FROM PUBLIC;
        REVOKE SELECT ON pg_catalog.pg_views FROM PUBLIC;
        GRANT SELECT (rolname) ON pg_catalog.pg_authid TO extension_user;
        GRANT CREATE ON SCHEMA pg_catalog TO extension_user;
        REVOKE USAGE ON TYPE pg_catalog.int4 FROM PUBLIC;
        """;

    /// <summary>No extension at hand has configuration tables: one is given some by hand.</summary>
    private const string Configured =
        """
        CREATE SCHEMA app;
        CREATE EXTENSION hstore WITH SCHEMA app;
        CREATE TABLE app.a_child (id integer PRIMARY KEY, parent integer, doubled integer GENERATED ALWAYS AS (id * 2) STORED, "Odd ""name" text);
        CREATE TABLE app.parent (id integer PRIMARY KEY);
        CREATE TABLE app.nothing ();
        CREATE TABLE app.other (id integer);
        CREATE SEQUENCE app.numbers;
        SELECT setval('app.numbers', 42);
        ALTER TABLE app.a_child ADD FOREIGN KEY (parent) REFERENCES app.parent, ADD FOREIGN KEY (parent) REFERENCES app.a_child;
        ALTER EXTENSION hstore ADD TABLE app.a_child;
        ALTER EXTENSION hstore ADD TABLE app.parent;
        ALTER EXTENSION hstore ADD TABLE app.nothing;
        ALTER EXTENSION hstore ADD TABLE app.other;
        ALTER EXTENSION hstore ADD SEQUENCE app.numbers;
        UPDATE pg_extension
        SET extconfig = ARRAY['app.a_child', 'app.parent', 'app.nothing', 'app.numbers']::regclass[]::oid[],
            extcondition = ARRAY['WHERE id > 100', '', '', '']
        WHERE extname = 'hstore';
        """;

    [Fact]
    public Task Writes_extensions_and_what_needs_them_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Extensions);

    [Fact]
    public Task Writes_privileges_that_were_changed_on_what_extensions_and_initdb_made_as_pg_dump_does()
        => SchemaCheck.RequireSameAsPgDumpAsync(servers, Granted);

    [Fact]
    public Task Writes_an_extension_of_initdb_only_where_it_was_made_anew_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(
        servers, "DROP EXTENSION plpgsql; CREATE EXTENSION plpgsql; CREATE EXTENSION hstore;", TocDesc.Extension);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_extensions_and_changed_privileges_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Granted, major);

    [Fact]
    public async Task Writes_the_rows_of_configuration_tables_with_their_condition_after_what_they_refer_to()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, Configured);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(
            [
                ("parent", "COPY app.parent (id) FROM stdin;\n", null),
                ("a_child", "COPY app.a_child (id, parent, \"Odd \"\"name\") FROM stdin;\n", "WHERE id > 100"),
                ("nothing", "COPY app.nothing  FROM stdin;\n", null),
            ],
            entries.Where(entry => entry.Desc == TocDesc.TableData).Select(entry => (entry.Tag, entry.CopyStatement, entry.RowCondition)));
        Assert.Equal("SELECT pg_catalog.setval('app.numbers', 42, true);\n", entries.Single(entry => entry.Desc == TocDesc.SequenceSet).Definition);
        Assert.DoesNotContain(entries, entry => entry.Desc is TocDesc.Table or TocDesc.Sequence);
    }

    [Fact]
    public async Task Orders_configuration_tables_that_refer_to_each_other_in_a_circle()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, Configured + " ALTER TABLE app.parent ADD COLUMN child integer REFERENCES app.a_child;");

        var rows = (await SchemaCheck.ReadAsync(endpoint)).Where(entry => entry.Desc == TocDesc.TableData).Select(entry => entry.Tag);

        Assert.Equal(["a_child", "nothing", "parent"], rows.Order());
    }

    [Fact]
    public async Task Knows_the_version_of_an_extension()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, "CREATE EXTENSION hstore VERSION '1.4'");
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, TestContext.Current.CancellationToken);

        var extension = Assert.Single(await ExtensionsQuery.ReadAsync(session, TestContext.Current.CancellationToken));

        Assert.Equal(("hstore", "1.4", "public"), (extension.Name, extension.Version, extension.MemberSchema));
    }
}
