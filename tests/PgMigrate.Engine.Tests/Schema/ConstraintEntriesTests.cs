using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class ConstraintEntriesTests(TestServers servers)
{
    private const string Keys = """
        CREATE SCHEMA app;
        CREATE TABLE app.a (id integer CONSTRAINT same PRIMARY KEY, code text CONSTRAINT z_code UNIQUE DEFERRABLE, n integer, r int4range, c circle);
        CREATE TABLE app.z (id integer, other integer, CONSTRAINT many PRIMARY KEY (other, id) INCLUDE ("select") WITH (fillfactor = 70, deduplicate_items = off), "select" text,
            CONSTRAINT late UNIQUE (id) INCLUDE (other, "select") WITH (fillfactor = 55) DEFERRABLE INITIALLY DEFERRED);
        ALTER TABLE app.a ADD CONSTRAINT no_overlap EXCLUDE USING gist (r WITH &&, c WITH &&) WITH (fillfactor = 60) WHERE (n > 0) DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE app.a ADD CONSTRAINT equal EXCLUDE (n WITH =, (lower(code)) WITH =);
        ALTER TABLE app.a CLUSTER ON same;
        ALTER TABLE app.a REPLICA IDENTITY USING INDEX same;
        CREATE UNIQUE INDEX adopted ON app.z (other);
        ALTER TABLE app.z ADD CONSTRAINT renamed UNIQUE USING INDEX adopted;
        CREATE TABLE app."Odd ""T; --
        x" ("Größe" integer, "a.b" text, "user" integer NOT NULL, CONSTRAINT "K ""x""; --
        y" PRIMARY KEY ("a.b", "Größe"), CONSTRAINT "check" UNIQUE ("user"));
        ALTER TABLE app."Odd ""T; --
        x" CLUSTER ON "K ""x""; --
        y", REPLICA IDENTITY USING INDEX "check";
        CREATE UNLOGGED TABLE app.unlogged (id integer PRIMARY KEY);
        COMMENT ON CONSTRAINT same ON app.a IS 'it''s the key';
        COMMENT ON INDEX app.same IS 'its index';
        COMMENT ON CONSTRAINT equal ON app.a IS 'of an exclusion';
        COMMENT ON CONSTRAINT "K ""x""; --
        y" ON app."Odd ""T; --
        x" IS 'odd \ too';
        COMMENT ON INDEX app."K ""x""; --
        y" IS 'its odd index';
        """;

    private const string ForeignKeys = """
        CREATE SCHEMA app;
        CREATE TABLE app.p (a integer, b text, u integer UNIQUE, PRIMARY KEY (a, b));
        CREATE TABLE app.c (id integer PRIMARY KEY, a integer, b text DEFAULT 'x', u integer, self integer CONSTRAINT same REFERENCES app.c);
        ALTER TABLE app.c ADD FOREIGN KEY (u) REFERENCES app.p (u);
        ALTER TABLE app.c ADD CONSTRAINT every FOREIGN KEY (a, b) REFERENCES app.p MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE app.c ADD CONSTRAINT strict FOREIGN KEY (a, b) REFERENCES app.p ON UPDATE RESTRICT ON DELETE SET DEFAULT DEFERRABLE;
        ALTER TABLE app.c ADD CONSTRAINT loose FOREIGN KEY (u) REFERENCES app.p (u) NOT VALID;
        CREATE TABLE app.d (id integer CONSTRAINT same REFERENCES app.c, back integer);
        CREATE UNIQUE INDEX d_back ON app.d (back);
        ALTER TABLE app.c ADD CONSTRAINT circle FOREIGN KEY (self) REFERENCES app.d (back);
        CREATE TABLE app."Odd ""T; --
        x" ("Größe" integer, "a.b" text, "user" integer, CONSTRAINT "F ""x""; --
        y" FOREIGN KEY ("Größe", "a.b") REFERENCES app.p, CONSTRAINT "check" FOREIGN KEY ("user") REFERENCES app.p (u));
        CREATE TABLE app.whole (id integer PRIMARY KEY, u integer REFERENCES app.p (u)) PARTITION BY LIST (id);
        CREATE TABLE app.part PARTITION OF app.whole FOR VALUES IN (1);
        CREATE TABLE app.nested PARTITION OF app.whole FOR VALUES IN (2) PARTITION BY LIST (id);
        CREATE TABLE app.leaf PARTITION OF app.nested FOR VALUES IN (2);
        ALTER TABLE app.part ADD CONSTRAINT own FOREIGN KEY (id) REFERENCES app.c;
        CREATE TABLE app.to_whole (id integer REFERENCES app.whole);
        COMMENT ON CONSTRAINT same ON app.d IS 'it''s one';
        COMMENT ON CONSTRAINT whole_u_fkey ON app.whole IS 'of all';
        COMMENT ON CONSTRAINT "F ""x""; --
        y" ON app."Odd ""T; --
        x" IS 'odd';
        """;

    [Fact]
    public Task Writes_keys_and_exclusions_as_pg_dump_does() => RequireSameAsync(Keys + """
        CREATE TABLE app.nulls (a integer, b integer, CONSTRAINT one_null UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) DEFERRABLE);
        """);

    [Fact]
    public Task Writes_foreign_keys_as_pg_dump_does() => RequireSameAsync(ForeignKeys + """
        ALTER TABLE app.c ADD CONSTRAINT partly FOREIGN KEY (a, b) REFERENCES app.p ON DELETE SET DEFAULT (b);
        """);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_keys_and_exclusions_on_every_version(int major) => await SchemaCheck.RequireSameCloneAsync(servers, Keys, major);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_foreign_keys_on_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(
            servers, ForeignKeys + "COMMENT ON CONSTRAINT whole_u_fkey ON app.leaf IS 'that pg_dump loses'", major);

        Assert.Contains(entries, entry => entry is { Desc: TocDesc.Comment, Tag: "CONSTRAINT whole_u_fkey ON leaf" });
    }

    [Fact]
    public async Task Writes_keys_over_time_and_foreign_keys_that_nothing_enforces_since_18()
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, """
            CREATE TABLE booking (room int4range, "during" tsrange, PRIMARY KEY (room, "during" WITHOUT OVERLAPS), note text,
                CONSTRAINT twice UNIQUE (room, "during" WITHOUT OVERLAPS) INCLUDE (note));
            CREATE TABLE guest (id integer PRIMARY KEY, room int4range, at tsrange, boss integer,
                CONSTRAINT stays FOREIGN KEY (room, PERIOD at) REFERENCES booking (room, PERIOD "during"),
                CONSTRAINT loose FOREIGN KEY (boss) REFERENCES guest NOT ENFORCED);
            CREATE TABLE whole (id integer, boss integer) PARTITION BY LIST (id);
            CREATE TABLE part PARTITION OF whole FOR VALUES IN (1);
            ALTER TABLE whole ADD CONSTRAINT later FOREIGN KEY (boss) REFERENCES guest NOT VALID;
            """, 18);

        Assert.Equal(
            [
                "ALTER TABLE ONLY public.booking\n    ADD CONSTRAINT booking_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS);\n",
                "ALTER TABLE ONLY public.guest\n    ADD CONSTRAINT guest_pkey PRIMARY KEY (id);\n",
                "ALTER TABLE ONLY public.booking\n    ADD CONSTRAINT twice UNIQUE (room, during WITHOUT OVERLAPS) INCLUDE (note);\n",
                "ALTER TABLE public.whole\n    ADD CONSTRAINT later FOREIGN KEY (boss) REFERENCES public.guest(id) NOT VALID;\n",
                "ALTER TABLE ONLY public.guest\n    ADD CONSTRAINT loose FOREIGN KEY (boss) REFERENCES public.guest(id) NOT ENFORCED;\n",
                "ALTER TABLE ONLY public.guest\n    ADD CONSTRAINT stays FOREIGN KEY (room, PERIOD at) REFERENCES public.booking(room, PERIOD during);\n",
            ],
            entries.Where(entry => entry.Desc is TocDesc.Constraint or TocDesc.ForeignKey).Select(entry => entry.Definition));
    }

    [Fact]
    public async Task Makes_a_foreign_key_wait_for_both_tables_and_the_key_it_refers_to()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, """
            CREATE TABLE parent (id integer PRIMARY KEY, code text);
            CREATE UNIQUE INDEX parent_code ON parent (code);
            CREATE TABLE child (id integer REFERENCES parent, code text REFERENCES parent (code));
            COMMENT ON INDEX parent_pkey IS 'its index';
            """);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        Assert.Equal(["CONSTRAINT parent parent_pkey"], IndexEntriesTests.Needed(entries, "FK CONSTRAINT public child child_id_fkey"));
        Assert.Equal(["INDEX parent_code"], IndexEntriesTests.Needed(entries, "FK CONSTRAINT public child child_code_fkey"));
        Assert.Equal(["CONSTRAINT parent parent_pkey"], IndexEntriesTests.Needed(entries, "COMMENT public INDEX parent_pkey"));
    }

    private Task RequireSameAsync(string sql) => SchemaCheck.RequireSameAsPgDumpAsync(servers, sql);
}
