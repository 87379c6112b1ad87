using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Keys and foreign keys that are made in steps: what becomes of a run that ends between two of them.</summary>
public sealed class EntryStepsTests(TestServers servers)
{
    private const string Keys = """
        CREATE TABLE customer (id integer, email text NOT NULL, note text);
        ALTER TABLE customer ADD CONSTRAINT "the key" PRIMARY KEY (id) INCLUDE (note) WITH (fillfactor = 70);
        ALTER TABLE customer ADD CONSTRAINT "one; email" UNIQUE (email) DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE customer CLUSTER ON "the key", REPLICA IDENTITY USING INDEX "the key";
        COMMENT ON CONSTRAINT "the key" ON customer IS 'tells them apart';
        CREATE TABLE orders (id integer PRIMARY KEY, customer integer CONSTRAINT buyer REFERENCES customer ON DELETE CASCADE DEFERRABLE);
        CREATE INDEX ON orders (customer);
        INSERT INTO customer SELECT g, 'c' || g FROM generate_series(1, 40000) g;
        INSERT INTO orders SELECT g, g % 100 + 1 FROM generate_series(1, 40000) g;
        """;

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Makes_keys_and_foreign_keys_as_they_were(int major)
        => await Cloning.RequireSameAsync(await servers.DatabaseWithAsync(Keys, major));

    [Theory]
    [InlineData("%USING INDEX%", "the key")]
    [InlineData("%VALIDATE CONSTRAINT%", "buyer")]
    public async Task Goes_on_behind_the_step_that_was_done(string statement, string constraint)
    {
        var request = await servers.DatabaseWithAsync(Keys) with { Force = true };
        await Sql.ExecuteAsync(request.Destination, $"""
            CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql
                AS $$ BEGIN IF current_query() LIKE '{statement}' THEN RAISE 'not now'; END IF; END $$;
            CREATE EVENT TRIGGER refusal ON ddl_command_start EXECUTE FUNCTION refuse();
            ALTER EVENT TRIGGER refusal ENABLE ALWAYS;
            """);

        var refusal = await Cloning.FailsAsync(request);
        await Sql.ExecuteAsync(request.Destination, "DROP EVENT TRIGGER refusal; DROP FUNCTION refuse()");
        await Cloning.RequireSameAsync(request with { Resume = true });

        Assert.Contains("not now", refusal.Message, StringComparison.Ordinal);
        Assert.True(await Sql.ScalarAsync<bool>(request.Destination, $"SELECT convalidated FROM pg_constraint WHERE conname = '{constraint}'"));
    }

    [Fact]
    public async Task A_foreign_key_that_rows_violate_stands_unvalidated_until_they_are_mended()
    {
        var request = await servers.DatabaseWithAsync(Keys) with { ContinueOnError = true };
        await Sql.ExecuteAsync(request.Source, "SET session_replication_role = replica; INSERT INTO orders VALUES (50000, 50000)");

        var result = await Cloning.RunAsync(request);
        var isValidated = await Sql.ScalarAsync<bool>(request.Destination, "SELECT convalidated FROM pg_constraint WHERE conname = 'buyer'");
        await Sql.ExecuteAsync(request.Destination, "DELETE FROM orders WHERE id = 50000");
        var again = await Cloning.RunAsync(request with { Resume = true });

        Assert.Equal("orders buyer", Assert.Single(result.Failures).Name);
        Assert.False(isValidated);
        Assert.Equal(DatabaseCopyStatus.Completed, again.Status);
        Assert.True(await Sql.ScalarAsync<bool>(request.Destination, "SELECT convalidated FROM pg_constraint WHERE conname = 'buyer'"));
    }

    [Fact]
    public async Task What_a_partitioned_table_has_is_made_whole()
    {
        var request = await servers.DatabaseWithAsync("""
            CREATE TABLE day (on_day date, id integer, PRIMARY KEY (on_day, id), UNIQUE (id, on_day)) PARTITION BY RANGE (on_day);
            CREATE TABLE day_1 PARTITION OF day FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
            CREATE TABLE day_2 PARTITION OF day FOR VALUES FROM ('2024-02-01') TO ('2024-03-01') PARTITION BY LIST (id);
            CREATE TABLE day_2_1 PARTITION OF day_2 FOR VALUES IN (1);
            CREATE TABLE visit (on_day date, id integer, FOREIGN KEY (on_day, id) REFERENCES day);
            CREATE TABLE note (on_day date, id integer, FOREIGN KEY (on_day, id) REFERENCES day) PARTITION BY LIST (id);
            CREATE TABLE note_1 PARTITION OF note FOR VALUES IN (1);
            INSERT INTO day VALUES ('2024-01-05', 1);
            INSERT INTO visit VALUES ('2024-01-05', 1);
            INSERT INTO note VALUES ('2024-01-05', 1);
            """);

        await Cloning.RequireSameAsync(request);
    }
}
