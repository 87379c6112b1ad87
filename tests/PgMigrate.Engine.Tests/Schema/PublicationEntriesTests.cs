using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class PublicationEntriesTests(TestServers servers)
{
    [Fact]
    public async Task Writes_publications_with_all_options_as_pg_dump_does() => await SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        """
        DO $$ BEGIN CREATE ROLE publication_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE PUBLICATION plain;
        CREATE PUBLICATION nothing WITH (publish = '');
        CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, truncate', publish_via_partition_root = true);
        CREATE PUBLICATION "Odd ""P; --
        select" WITH (publish = 'update, delete');
        CREATE PUBLICATION "select";
        COMMENT ON PUBLICATION plain IS 'it''s \ plain';
        COMMENT ON PUBLICATION "Odd ""P; --
        select" IS 'odd';
        ALTER PUBLICATION plain OWNER TO publication_owner;
        """);

    [Fact]
    public async Task Writes_tables_with_columns_and_row_filters_and_schemas_of_publications_as_pg_dump_does() => await SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        """
        DO $$ BEGIN CREATE ROLE publication_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""S";
        CREATE TABLE app.orders (id integer PRIMARY KEY, gone text, state text, "select" integer);
        ALTER TABLE app.orders DROP COLUMN gone;
        CREATE TABLE "Odd ""S"."T ""x
        y" (id integer PRIMARY KEY);
        CREATE TABLE app.parts (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
        CREATE TABLE app.part_1 PARTITION OF app.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE plain (id integer);
        CREATE PUBLICATION several FOR TABLE app.orders ("select", id) WHERE (id > 5 AND state <> 'it''s'), app.parts, ONLY "Odd ""S"."T ""x
        y";
        CREATE PUBLICATION "Other ""P" FOR TABLE app.orders, plain;
        CREATE PUBLICATION whole FOR TABLES IN SCHEMA app, "Odd ""S", public;
        CREATE PUBLICATION again FOR TABLES IN SCHEMA app, TABLE plain;
        ALTER PUBLICATION "Other ""P" OWNER TO publication_owner;
        """);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_publications_of_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(
            servers,
            $"""
            CREATE SCHEMA app;
            CREATE PUBLICATION several WITH (publish = 'insert', publish_via_partition_root = true);
            CREATE PUBLICATION "Odd ""P" FOR ALL TABLES;
            CREATE TABLE app.t (id integer PRIMARY KEY, name text);
            CREATE PUBLICATION tables FOR TABLE app.t;
            {(major >= 15 ? "CREATE PUBLICATION whole FOR TABLES IN SCHEMA app, public; CREATE PUBLICATION listed FOR TABLE app.t (id) WHERE (id > 5);" : "")}
            {(major >= 18 ? "CREATE PUBLICATION stored WITH (publish_generated_columns = stored); CREATE PUBLICATION off WITH (publish_generated_columns = none);" : "")}
            """,
            major);

        var definitions = entries.Select(entry => entry.Definition).ToList();
        Assert.Contains("CREATE PUBLICATION several WITH (publish = 'insert', publish_via_partition_root = true);\n", definitions);
        Assert.Contains("ALTER PUBLICATION tables ADD TABLE ONLY app.t;\n", definitions);
        Assert.Equal(major >= 15, definitions.Contains("ALTER PUBLICATION listed ADD TABLE ONLY app.t (id) WHERE ((id > 5));\n"));
        Assert.Equal(major >= 15, definitions.Contains("ALTER PUBLICATION whole ADD TABLES IN SCHEMA app;\n"));
        Assert.Equal(
            major >= 18,
            definitions.Contains("CREATE PUBLICATION stored WITH (publish = 'insert, update, delete, truncate', publish_generated_columns = stored);\n"));
    }
}
