using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class IndexEntriesTests(TestServers servers)
{
    /// <summary>Every form that all versions know.</summary>
    private const string Forms = """
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""Schema; --";
        CREATE TABLE app.t (id integer, name text, tags text[], at timestamptz, doc jsonb, place point, r int4range, n integer);
        CREATE INDEX plain ON app.t (name);
        CREATE UNIQUE INDEX uniq ON app.t (id, name DESC NULLS LAST) INCLUDE (n, at);
        CREATE INDEX partial ON app.t (name) WHERE n > 5 AND name <> 'it''s; x';
        CREATE INDEX expr ON app.t (lower(name), (n + 1) DESC, (coalesce(name, E'a\nb')));
        CREATE INDEX opclass ON app.t (name text_pattern_ops, name COLLATE "C" varchar_pattern_ops);
        CREATE INDEX hashed ON app.t USING hash (name);
        CREATE INDEX inverted ON app.t USING gin (tags, doc jsonb_path_ops) WITH (fastupdate = off, gin_pending_list_limit = 128);
        CREATE INDEX search ON app.t USING gist (place, r) WITH (buffering = on);
        CREATE INDEX spread ON app.t USING spgist (place);
        CREATE INDEX ranges ON app.t USING brin (at, n) WITH (pages_per_range = 4, autosummarize = true);
        CREATE INDEX filled ON app.t (n) WITH (fillfactor = 42);
        CREATE INDEX measured ON app.t ((n * 2), name, (id - n));
        ALTER INDEX app.measured ALTER COLUMN 3 SET STATISTICS 500;
        ALTER INDEX app.measured ALTER COLUMN 1 SET STATISTICS 0;
        ALTER TABLE app.t CLUSTER ON filled;
        CREATE TABLE "Odd ""Schema; --"."Täble
        x" ("select" integer NOT NULL, "a.b" text, "Größe" integer);
        CREATE UNIQUE INDEX "I ""x""; --
        y" ON "Odd ""Schema; --"."Täble
        x" ("select") INCLUDE ("a.b");
        CREATE INDEX "table" ON "Odd ""Schema; --"."Täble
        x" ("a.b", ("Größe" + 1));
        ALTER INDEX "Odd ""Schema; --"."table" ALTER COLUMN 2 SET STATISTICS 7;
        ALTER TABLE "Odd ""Schema; --"."Täble
        x" REPLICA IDENTITY USING INDEX "I ""x""; --
        y";
        ALTER TABLE "Odd ""Schema; --"."Täble
        x" CLUSTER ON "table";
        COMMENT ON INDEX app.plain IS 'it''s plain';
        COMMENT ON INDEX "Odd ""Schema; --"."I ""x""; --
        y" IS E'odd\nindeed';
        """;

    private const string Partitions = """
        CREATE SCHEMA app;
        CREATE TABLE app.whole (id integer NOT NULL, name text, n integer, CONSTRAINT whole_key PRIMARY KEY (id), CONSTRAINT b_unique UNIQUE (id, n)) PARTITION BY RANGE (id);
        CREATE TABLE app.a_first PARTITION OF app.whole FOR VALUES FROM (0) TO (10);
        CREATE TABLE app."Second ""P" PARTITION OF app.whole FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id);
        CREATE TABLE app.m_leaf PARTITION OF app."Second ""P" FOR VALUES IN (11);
        CREATE INDEX m_name ON app.whole (name);
        CREATE INDEX zz ON app.whole USING hash (n);
        CREATE UNIQUE INDEX b_both ON app.whole (id, name);
        CREATE INDEX a_expr ON app.whole ((n + 1)) WHERE name IS NOT NULL;
        CREATE INDEX lonely ON ONLY app.whole (n, name);
        CREATE INDEX own ON app.a_first (n, id);
        ALTER INDEX app.a_expr ALTER COLUMN 1 SET STATISTICS 77;
        ALTER TABLE app.a_first CLUSTER ON a_first_pkey;
        ALTER TABLE app.m_leaf REPLICA IDENTITY USING INDEX m_leaf_pkey;
        COMMENT ON INDEX app.m_name IS 'of all';
        COMMENT ON INDEX app.whole_key IS 'the index';
        COMMENT ON CONSTRAINT whole_key ON app.whole IS 'the constraint';
        COMMENT ON INDEX app.a_first_pkey IS 'of one';
        COMMENT ON CONSTRAINT m_leaf_pkey ON app.m_leaf IS 'of a leaf';
        CREATE TABLE app.joined (name text, id integer NOT NULL, n integer);
        CREATE UNIQUE INDEX joined_unique ON app.joined (id);
        ALTER TABLE app.joined ADD CONSTRAINT joined_key PRIMARY KEY USING INDEX joined_unique;
        CREATE INDEX joined_name ON app.joined (name);
        ALTER TABLE app.whole ATTACH PARTITION app.joined FOR VALUES FROM (20) TO (30);
        """;

    [Fact]
    public Task Writes_indexes_of_every_form_as_pg_dump_does() => RequireSameAsync(Forms + """
        CREATE UNIQUE INDEX app_nulls ON app.t (at) NULLS NOT DISTINCT;
        CREATE INDEX sized ON app.t USING gist (r range_ops, place);
        CREATE INDEX bloomy ON app.t USING brin (n int4_bloom_ops (n_distinct_per_range = 100, false_positive_rate = 0.05), at timestamptz_minmax_multi_ops (values_per_range = 16));
        CREATE INDEX signed ON app.t USING gist (to_tsvector('simple', name) tsvector_ops (siglen = 32)) WITH (fillfactor = 80);
        CREATE INDEX deduplicated ON app.t (n) WITH (deduplicate_items = on, fillfactor = 100);
        """);

    [Fact]
    public Task Writes_partitioned_indexes_alone_and_attaches_those_of_the_partitions() => RequireSameAsync(Partitions);

    [Fact]
    public Task Writes_indexes_of_materialized_views_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        """
        CREATE SCHEMA app;
        CREATE TABLE app.t (id integer, name text);
        CREATE MATERIALIZED VIEW app.m AS SELECT id, name FROM app.t;
        CREATE UNIQUE INDEX m_id ON app.m (id);
        CREATE INDEX m_name ON app.m (name);
        ALTER MATERIALIZED VIEW app.m CLUSTER ON m_name;
        COMMENT ON INDEX app.m_id IS 'of a view';
        """);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_indexes_of_every_form_on_every_version(int major)
        => await SchemaCheck.RequireSameCloneAsync(servers, Forms, major);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_indexes_of_partitions_as_partitions_on_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, Partitions, major);

        Assert.Contains(entries, entry => entry is { Desc: "INDEX ATTACH", Tag: "joined_key" or "joined_unique" });
    }

    [Fact]
    public async Task Carries_the_tablespace_beside_the_definition()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await using (var connection = await Sql.OpenAsync(endpoint))
        {
            await using var set = new Npgsql.NpgsqlCommand("SET allow_in_place_tablespaces = true", connection);
            await set.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var create = new Npgsql.NpgsqlCommand("CREATE TABLESPACE index_space LOCATION ''", connection);
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Sql.ExecuteAsync(endpoint, """
            CREATE TABLE t (id integer CONSTRAINT key PRIMARY KEY USING INDEX TABLESPACE index_space, n integer);
            CREATE INDEX elsewhere ON t (n) TABLESPACE index_space;
            CREATE INDEX here ON t (n);
            """);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(
            [("elsewhere", "index_space"), ("here", ""), ("t key", "index_space")],
            entries.Where(entry => entry.Desc is TocDesc.Index or TocDesc.Constraint).Select(entry => (entry.Tag, entry.Tablespace)).Order());
        Assert.DoesNotContain(entries, entry => entry.Definition.Contains("TABLESPACE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_out_an_index_that_is_not_valid()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, "CREATE TABLE t (n integer); INSERT INTO t VALUES (1), (1)");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Sql.ExecuteAsync(endpoint, "CREATE UNIQUE INDEX CONCURRENTLY broken ON t (n)"));
        await Sql.ExecuteAsync(endpoint, "CREATE INDEX whole ON t (n)");

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(["whole"], entries.Where(entry => entry.Desc == TocDesc.Index).Select(entry => entry.Tag));
    }

    [Fact]
    public async Task Makes_an_attachment_wait_for_both_indexes_and_constraints()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, """
            CREATE TABLE whole (id integer PRIMARY KEY, n integer) PARTITION BY LIST (id);
            CREATE TABLE part PARTITION OF whole FOR VALUES IN (1);
            CREATE INDEX whole_n ON whole (n);
            """);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(["CONSTRAINT part part_pkey", "CONSTRAINT whole whole_pkey"], Needed(entries, "INDEX ATTACH public part_pkey"));
        Assert.Equal(["INDEX part_n_idx", "INDEX whole_n"], Needed(entries, "INDEX ATTACH public part_n_idx"));
    }

    /// <summary>What an entry depends on among indexes and constraints.</summary>
    internal static IEnumerable<string> Needed(IReadOnlyList<TocEntry> entries, string key)
    {
        var dependencies = entries.Single(entry => entry.Key == key).Dependencies;
        return entries.Where(entry => dependencies.Contains(entry.DumpId) && entry.Section == TocSection.PostData).Select(entry => $"{entry.Desc} {entry.Tag}").Order(StringComparer.Ordinal);
    }

    private Task RequireSameAsync(string sql) => SchemaCheck.RequireSameAsPgDumpAsync(servers, sql);
}
