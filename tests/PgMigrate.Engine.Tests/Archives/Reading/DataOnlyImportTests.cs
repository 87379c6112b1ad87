using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Rows, positions and large objects alone, into a schema that is there with its keys and triggers.</summary>
public sealed class DataOnlyImportTests(TestServers servers) : IDisposable
{
    private const string Schema = """
        CREATE TABLE c_root (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text, twice integer GENERATED ALWAYS AS (length(v) * 2) STORED);
        CREATE TABLE b_parent (id serial PRIMARY KEY, root bigint NOT NULL REFERENCES c_root DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE a_child (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES b_parent, above integer REFERENCES a_child);
        CREATE TABLE parts (id integer REFERENCES c_root (id)) PARTITION BY HASH (id); CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 1, REMAINDER 0);
        CREATE TABLE keyed (id integer PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE keyed_1 PARTITION OF keyed FOR VALUES FROM (1) TO (100);
        CREATE TABLE a_of_keyed (id integer REFERENCES keyed);
        CREATE SEQUENCE ticket START 100 INCREMENT 5; CREATE TABLE told (what text);
        CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO public.told VALUES (TG_NAME); RETURN NEW; END $f$;
        CREATE TRIGGER of_rows AFTER INSERT ON a_child FOR EACH ROW EXECUTE FUNCTION tell();
        """;

    private const string Rows = """
        INSERT INTO c_root (v) SELECT repeat('x', g) FROM generate_series(1, 50) g; DELETE FROM c_root WHERE id = 7;
        INSERT INTO b_parent (root) SELECT 51 - g FROM generate_series(1, 40) g;
        INSERT INTO a_child SELECT g, 41 - g, CASE WHEN g < 40 THEN g + 1 END FROM generate_series(1, 40) g; INSERT INTO parts SELECT generate_series(1, 6);
        INSERT INTO keyed SELECT generate_series(1, 30); INSERT INTO a_of_keyed SELECT generate_series(1, 30); DELETE FROM told; SELECT nextval('ticket'), nextval('ticket'); SELECT setval('b_parent_id_seq', 77);
        SELECT lo_from_bytea(70001, '\xdeadbeef'), lo_create(70002);
        """;

    private readonly Dumping dumps = new(servers);

    [Theory]
    [InlineData("-Fc")]
    [InlineData("-Fd")]
    [InlineData("-Ft", "--inserts")]
    [InlineData("-Fc", "-a")]
    [InlineData("-Fc", "-a", "--inserts", "--rows-per-insert=9")]
    public async Task Fills_what_pg_restore_fills(params string[] options)
    {
        var (path, _) = await dumps.DumpAsync(Schema + Rows, options);
        var (ours, theirs) = (await EmptyAsync(), await EmptyAsync());
        await Exporting.RestoreAsync(path, theirs, "-a", "--disable-triggers");

        var result = await Cloning.RunAsync(DataOnly(path, ours) with { RemoveJournal = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Exporting.AssertSameAsync(theirs, ours);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(ours, "SELECT count(*) FROM told"));
        Assert.Equal((50L, 110L), (await Sql.ScalarAsync<long>(ours, "SELECT last_value FROM c_root_id_seq"), await Sql.ScalarAsync<long>(ours, "SELECT nextval('ticket')")));
    }

    [Theory]
    [InlineData("-Fc")]
    [InlineData("-Fd", "--inserts")]
    [InlineData("-Fc", "-a")]
    [InlineData("-Fc", "--load-via-partition-root")]
    [InlineData("-Ft", "-a", "--column-inserts")]
    public async Task Fills_what_others_refer_to_first_where_the_role_can_not_let_keys_rest(params string[] options)
    {
        // A row that refers to a later one of its table needs its statement, or COPY, to see both.
        var isEach = options.Any(option => option.EndsWith("inserts", StringComparison.Ordinal));
        var (path, original) = await dumps.DumpAsync(Schema + Rows + (isEach ? "UPDATE a_child SET above = NULL" : ""), options);
        var owner = await servers.CreateOwnerAsync();
        await Sql.ExecuteAsync(owner, Schema + (isEach ? "DROP TRIGGER of_rows ON a_child" : ""));

        var result = await Cloning.RunAsync(DataOnly(path, owner) with { NoOwner = true, NoPrivileges = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Copying.AssertSameAsync(original, owner with { Username = original.Username, Password = original.Password }, "c_root", "b_parent", "a_child", "parts", "keyed", "a_of_keyed", "told");
        Assert.Equal((77L, "deadbeef"), (
            await Sql.ScalarAsync<long>(owner, "SELECT last_value FROM b_parent_id_seq"), await Sql.ScalarAsync<string>(owner, "SELECT encode(lo_get(70001), 'hex')")));
    }

    [Fact]
    public async Task Refuses_tables_that_have_rows_and_adds_to_them_when_forced()
    {
        var (path, _) = await dumps.DumpAsync("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE t (id integer); INSERT INTO t VALUES (2)");

        var refusal = await Cloning.FailsAsync(DataOnly(path, destination));
        await Cloning.RunAsync(DataOnly(path, destination) with { Force = true });

        Assert.Equal(("DestinationNotEmpty", 2L), (refusal.ErrorId, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t")));
    }

    [Theory]
    [InlineData("--encoding=UTF8")]
    [InlineData("--inserts")]
    public async Task Lets_every_trigger_rest_when_told_and_leaves_each_as_it_was(string option)
    {
        const string Watched = """
            CREATE TABLE t (id integer); CREATE TABLE told (what text);
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO public.told VALUES (TG_NAME); RETURN NEW; END $f$;
            CREATE TRIGGER plain AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION tell(); CREATE TRIGGER off AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION tell();
            CREATE TRIGGER always AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION tell(); CREATE TRIGGER "re;plica" AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION tell();
            ALTER TABLE t DISABLE TRIGGER off; ALTER TABLE t ENABLE ALWAYS TRIGGER always; ALTER TABLE t ENABLE REPLICA TRIGGER "re;plica";
            """;
        const string States = "SELECT string_agg(tgname || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 't'::regclass";
        var (path, _) = await dumps.DumpAsync("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)", option);
        var (quiet, loud) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(quiet, Watched);
        await Sql.ExecuteAsync(loud, Watched);

        await Cloning.RunAsync(DataOnly(path, quiet) with { DisableTriggers = true });
        await Cloning.RunAsync(DataOnly(path, loud));

        Assert.Equal(("", 1L), (await Sql.ScalarAsync<string>(quiet, "SELECT coalesce(string_agg(what, ' '), '') FROM told"), await Sql.ScalarAsync<long>(quiet, "SELECT count(*) FROM t")));
        Assert.Equal("always re;plica", await Sql.ScalarAsync<string>(loud, "SELECT string_agg(what, ' ' ORDER BY what) FROM told"));
        Assert.Equal("alwaysA offD plainO re;plicaR", await Sql.ScalarAsync<string>(quiet, States));
    }

    [Theory]
    [InlineData("--encoding=UTF8")]
    [InlineData("--inserts")]
    public async Task Leaves_no_trigger_switched_off_where_it_is_killed(string option)
    {
        const string Watched = """
            CREATE TABLE t (id integer PRIMARY KEY, v text); CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RAISE 'fired'; END $f$;
            CREATE TRIGGER always BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION stop(); ALTER TABLE t ENABLE ALWAYS TRIGGER always;
            CREATE FUNCTION wait() RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN PERFORM pg_advisory_xact_lock_shared(99); RETURN true; END $f$; ALTER TABLE t ADD CHECK (wait());
            """;
        var (path, original) = await dumps.DumpAsync("CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t SELECT g, 'v' FROM generate_series(1, 100) g", option);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, Watched);
        // The first row waits for a lock while the trigger is off.
        await using (await Blocker.HoldAsync(destination, "SELECT pg_advisory_xact_lock(99)"))
        {
            await using var worker = CopyWorker.StartArchive(path, destination, 100, DatabaseSections.Data, disableTriggers: true);
            await worker.GoAsync();
            await Blocker.KeepsWaitingAsync(destination, option == "--inserts" ? "INSERT%" : "COPY%");
            await worker.KillAsync();
        }

        Assert.Equal("A", await Sql.ScalarAsync<string>(destination, "SELECT tgenabled::text FROM pg_trigger WHERE tgname = 'always'"));
        await using (var again = CopyWorker.StartArchive(path, destination, 100, DatabaseSections.Data, disableTriggers: true))
        {
            await again.GoAsync();
            await again.FinishAsync();
        }

        Assert.Equal("A", await Sql.ScalarAsync<string>(destination, "SELECT tgenabled::text FROM pg_trigger WHERE tgname = 'always'"));
        await Copying.AssertSameAsync(original, destination, "t");
    }

    [Fact]
    public async Task Refuses_a_role_that_can_not_let_every_trigger_rest_before_any_row_moves()
    {
        var (path, _) = await dumps.DumpAsync("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        var owner = await servers.CreateOwnerAsync();
        await Sql.ExecuteAsync(owner, "CREATE TABLE t (id integer)");
        var request = DataOnly(path, owner) with { DisableTriggers = true };

        var refusal = await Cloning.FailsAsync(request);
        var conflict = await Cloning.FailsAsync(request with { Sections = DatabaseSections.All });

        Assert.Equal(("TriggersNotPermitted", "public.t", "ParametersConflict"), (refusal.ErrorId, refusal.Subject, conflict.ErrorId));
        Assert.Contains(owner.Username!, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(owner, "SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("-Fc")]
    [InlineData("-Fd", "--inserts")]
    public async Task Finds_rows_of_partitions_that_refer_to_nothing(params string[] options)
    {
        const string Parts = "CREATE TABLE parts (id integer) PARTITION BY RANGE (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (100); ";
        const string Keyed = "CREATE TABLE keyed (id integer PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE keyed_1 PARTITION OF keyed FOR VALUES FROM (1) TO (100); ";
        var (path, _) = await dumps.DumpAsync(Parts + Keyed + "INSERT INTO parts SELECT generate_series(1, 30); INSERT INTO keyed SELECT generate_series(2, 30)", options);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, Parts + Keyed + "ALTER TABLE parts ADD FOREIGN KEY (id) REFERENCES keyed");

        var failure = await Cloning.FailsAsync(DataOnly(path, destination));

        Assert.Equal("ForeignKeyViolated", failure.ErrorId);
        Assert.StartsWith("1 rows of public.parts refer by parts_id_fkey to no row of public.keyed.", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => dumps.Dispose();

    private static DatabaseCopyRequest DataOnly(string path, DatabaseEndpoint destination) => Dumping.Request(path, destination) with { Sections = DatabaseSections.Data };

    private async Task<DatabaseEndpoint> EmptyAsync()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, Schema);
        return database;
    }
}
