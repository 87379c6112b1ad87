using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>What a source has that a migration has to reckon with.</summary>
public sealed class ContentCheckTests(TestServers servers)
{
    /// <summary>A check, what looks alike and is no finding, what is one, its object, and its severity.</summary>
    public static TheoryData<string, string, string, string, FindingSeverity> Cases => new()
    {
        {
            "table_without_key", "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int UNIQUE NOT NULL); CREATE TABLE c (id int) PARTITION BY RANGE (id); ALTER TABLE c ADD PRIMARY KEY (id); CREATE TABLE c1 PARTITION OF c DEFAULT",
            "CREATE TABLE bare (id int UNIQUE)", "public.bare", FindingSeverity.Information
        },
        {
            "circular_foreign_key", "CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
            "ALTER TABLE a ADD b int REFERENCES b", "public.a, public.b", FindingSeverity.Information
        },
        {
            "invalid_index", "CREATE TABLE t (id int); CREATE INDEX sound ON t (id); CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX ON ONLY p (id)",
            "CREATE INDEX half ON t (id); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half'::regclass", "public.half", FindingSeverity.Warning
        },
        {
            "unvalidated_constraint", "CREATE TABLE t (id int PRIMARY KEY CHECK (id > 0), up int REFERENCES t)",
            "ALTER TABLE t ADD CONSTRAINT small CHECK (id < 10) NOT VALID", "public.t small", FindingSeverity.Warning
        },
        { "unlogged_table", "CREATE TABLE t (id int)", "CREATE UNLOGGED TABLE brittle (id int)", "public.brittle", FindingSeverity.Warning },
        { "reg_column", "CREATE TABLE t (name text, id oid)", "ALTER TABLE t ADD which regclass[]", "public.t.which", FindingSeverity.Warning },
        {
            "sequence_near_limit", "CREATE TABLE t (id serial, big bigserial); SELECT setval('t_id_seq', 1000000); SELECT setval('t_big_seq', 3000000000); CREATE SEQUENCE round MAXVALUE 10 CYCLE; SELECT setval('round', 10)",
            "SELECT setval('t_id_seq', 2000000000)", "public.t_id_seq", FindingSeverity.Warning
        },
        { "row_security", "CREATE TABLE t (id int)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "public.t", FindingSeverity.Warning },
        { "row_security", "CREATE TABLE t (id int)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (true)", "public.t", FindingSeverity.Information },
        { "large_object", "SELECT 1", "SELECT lo_from_bytea(0, 'x')", "pg_largeobject", FindingSeverity.Information },
        { "publication", "CREATE TABLE t (id int PRIMARY KEY)", "CREATE PUBLICATION news FOR TABLE t", "news", FindingSeverity.Information },
        {
            "subscription", "SELECT 1", "CREATE SUBSCRIPTION news CONNECTION 'host=nowhere.invalid' PUBLICATION news WITH (connect = false, slot_name = NONE)", "news",
            FindingSeverity.Warning
        },
        {
            "event_trigger", "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch()", "watching", FindingSeverity.Information
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Finds_what_is_there_and_nothing_where_it_only_looks_alike(string check, string alike, string violation, string subject, FindingSeverity severity)
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, alike);
        Assert.Empty(ReadinessRun.Show(await ReadinessRun.OfAsync(source, check)));

        await Sql.ExecuteAsync(source, violation);
        var finding = Assert.Single(await ReadinessRun.OfAsync(source, check));

        Assert.Equal((check, subject, severity, source.ToString()), (finding.Check, finding.Object, finding.Severity, finding.Database));
        Assert.EndsWith(".", finding.What, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unlogged_table", "CREATE UNLOGGED TABLE t (id int)")]
    [InlineData("unvalidated_constraint", "CREATE TABLE t (id int); ALTER TABLE t ADD CONSTRAINT small CHECK (id < 10) NOT VALID")]
    [InlineData("invalid_index", "CREATE TABLE t (id int); CREATE INDEX half ON t (id); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half'::regclass")]
    public async Task Offers_the_statement_that_mends_it(string check, string violation)
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, violation);
        var finding = Assert.Single(await ReadinessRun.OfAsync(source, check));

        await using (var connection = await Sql.OpenAsync(source))
        {
            await using var command = new Npgsql.NpgsqlCommand(finding.Statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Empty(await ReadinessRun.OfAsync(source, check));
    }

    [Fact]
    public async Task Says_nothing_of_tables_that_are_not_chosen_nor_of_what_extensions_made()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE UNLOGGED TABLE mine (id int); CREATE UNLOGGED TABLE other (id int); CREATE SCHEMA s; CREATE UNLOGGED TABLE s.t (id int)");

        var found = await ReadinessRun.OfAsync(new ReadinessRequest { Source = source, Selection = new() { Schemas = ["public"], ExcludeTables = ["o*"] } }, "unlogged_table");

        Assert.Equal(["public.mine"], found.Select(finding => finding.Object));
    }

    [Fact]
    public async Task Tells_an_extension_that_only_the_source_s_host_offers()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE EXTENSION lo; CREATE EXTENSION citext");
        var request = new ReadinessRequest { Source = source, DestinationHost = DatabaseProvider.Supabase };

        Assert.Equal(["lo"], (await ReadinessRun.OfAsync(request, "host_extension")).Select(finding => finding.Object));
        Assert.Empty(await ReadinessRun.OfAsync(request with { DestinationHost = DatabaseProvider.Render }, "host_extension"));
    }

    [Fact]
    public async Task Tells_a_source_whose_text_nobody_checked()
    {
        var name = (await servers.CreateDatabaseAsync()).Database;
        var server = (await servers.ServerAsync()).Endpoint;
        await Sql.ExecuteAsync(server, $"DROP DATABASE {name}");
        await Sql.ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");

        Assert.Equal([name], (await ReadinessRun.OfAsync(server with { Database = name }, "encoding_sql_ascii")).Select(finding => finding.Object));
        Assert.Empty(await ReadinessRun.OfAsync(await servers.CreateDatabaseAsync(), "encoding_sql_ascii"));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Every_check_is_understood_by_every_version(int major)
    {
        var source = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(source, "CREATE TABLE t (id int PRIMARY KEY, c text COLLATE \"C\"); INSERT INTO t SELECT n, n FROM generate_series(1, 100) n; ANALYZE t");

        var (findings, verdict) = await ReadinessRun.RunAsync(new() { Source = source, Destination = await servers.CreateDatabaseAsync(major) });

        Assert.DoesNotContain(findings, finding => finding.Severity > FindingSeverity.Information);
        Assert.Equal((ReadinessGrade.A, 1, 100L), (verdict.Grade, verdict.Tables, verdict.Rows));
        Assert.StartsWith($"{major}.", verdict.SourceVersion, StringComparison.Ordinal);
    }
}
