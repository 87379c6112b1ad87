using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using Xunit;
using static PgMigrate.Engine.Tests.Transfer.CopyRun;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Where the destination's sequences stand after a copy: where the source's do, unless the rows are further.</summary>
public sealed class SequencePositionTests(TestServers servers)
{
    private readonly RecordingObserver observer = new();

    [Theory]
    [InlineData(TestServers.Default)]
    [InlineData(18)] // Reads positions by pg_get_sequence_data.
    public async Task A_sequence_above_its_highest_row_gives_the_number_that_the_source_would_give(int major)
    {
        const string Schema = "CREATE TABLE payment (id serial PRIMARY KEY); CREATE TABLE rental (id integer GENERATED ALWAYS AS IDENTITY)";
        var (source, destination) = (await servers.CreateDatabaseAsync(major), await servers.CreateDatabaseAsync(major));
        await Sql.ExecuteAsync(destination, Schema);
        await Sql.ExecuteAsync(source, $"""
            {Schema};
            INSERT INTO payment SELECT generate_series(1, 16049); SELECT setval('payment_id_seq', 32098);
            INSERT INTO rental OVERRIDING SYSTEM VALUE VALUES (7); ALTER TABLE rental ALTER COLUMN id RESTART WITH 500;
            """);

        await CopyAsync(new() { Source = source, Destination = destination }, observer);

        Assert.Equal(32099L, await NextAsync(destination, "payment_id_seq"));
        Assert.Equal(500L, await NextAsync(destination, "rental_id_seq"));
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task The_furthest_counts_of_the_source_the_rows_and_the_destination()
    {
        const string Schema = """
            CREATE TABLE behind (id serial); CREATE TABLE ahead (id serial); CREATE TABLE empty (id serial);
            CREATE SEQUENCE shared; CREATE TABLE a (id bigint DEFAULT nextval('shared')); CREATE TABLE b (id bigint DEFAULT nextval('shared'));
            """;
        var (source, destination) = await servers.DatabasesAsync(Schema);
        await Sql.ExecuteAsync(source, """
            INSERT INTO behind VALUES (90); SELECT setval('behind_id_seq', 40);
            SELECT setval('ahead_id_seq', 40); SELECT setval('empty_id_seq', 40);
            INSERT INTO a VALUES (10); INSERT INTO b VALUES (30); SELECT setval('shared', 20);
            """);
        await Sql.ExecuteAsync(destination, "SELECT setval('ahead_id_seq', 70)");

        await CopyAsync(new() { Source = source, Destination = destination });

        Assert.Equal(91L, await NextAsync(destination, "behind_id_seq"));
        Assert.Equal(71L, await NextAsync(destination, "ahead_id_seq"));
        Assert.Equal(41L, await NextAsync(destination, "empty_id_seq"));
        Assert.Equal(31L, await NextAsync(destination, "shared"));
    }

    [Fact]
    public async Task A_sequence_that_counts_down_goes_on_downwards_and_one_of_another_direction_is_no_measure()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        const string Tables = "CREATE TABLE t (id integer DEFAULT nextval('down')); CREATE TABLE u (id integer DEFAULT nextval('turned'))";
        await Sql.ExecuteAsync(source, $"""
            CREATE SEQUENCE down INCREMENT -5; CREATE SEQUENCE turned; {Tables};
            INSERT INTO t VALUES (-10); SELECT setval('down', -100); INSERT INTO u VALUES (3); SELECT setval('turned', 1000);
            """);
        await Sql.ExecuteAsync(destination, $"CREATE SEQUENCE down INCREMENT -5; CREATE SEQUENCE turned INCREMENT -1 MAXVALUE 2000 START 2000; {Tables}");

        await CopyAsync(new() { Source = source, Destination = destination }, observer);

        Assert.Equal(-105L, await NextAsync(destination, "down"));
        Assert.Equal(2L, await NextAsync(destination, "turned"));
    }

    [Fact]
    public async Task A_position_that_the_destinations_sequence_does_not_have_is_told()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, "CREATE TABLE t (id bigserial); INSERT INTO t VALUES (8); SELECT setval('t_id_seq', 3000000000)");
        await Sql.ExecuteAsync(destination, "CREATE TABLE t (id serial); ALTER TABLE t ALTER COLUMN id TYPE bigint");

        await CopyAsync(new() { Source = source, Destination = destination }, observer);

        Assert.Equal(9L, await NextAsync(destination, "t_id_seq"));
        Assert.Equal(
            ["The sequence public.t_id_seq can't stand at 3000000000, as the source's does: it gives 1 to 2147483647. Widen it with ALTER SEQUENCE, then set it with setval."],
            observer.Warnings);
    }

    [Fact]
    public async Task A_sequence_that_began_anew_stands_where_the_source_s_does_and_not_at_the_highest_row()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE SEQUENCE turn MAXVALUE 100 CYCLE; CREATE TABLE t (id integer DEFAULT nextval('turn'))");
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (99), (100), (1), (2); SELECT setval('turn', 2)");

        await CopyAsync(new() { Source = source, Destination = destination });

        Assert.Equal(3L, await NextAsync(destination, "turn"));
    }

    [Fact]
    public async Task A_sequence_that_may_not_be_read_is_told_and_follows_the_highest_row()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id serial)");
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (8); SELECT setval('t_id_seq', 50)");
        var reader = await Copying.CreateRoleAsync(source);
        await Sql.ExecuteAsync(source, $"GRANT SELECT ON t TO {reader.Username}");

        await CopyAsync(new() { Source = reader, Destination = destination }, observer);

        Assert.Equal(9L, await NextAsync(destination, "t_id_seq"));
        Assert.StartsWith("public.t_id_seq: The role may not read", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_that_names_its_sequence_as_text_is_found()
    {
        const string Schema = """
            CREATE SCHEMA old; CREATE SEQUENCE old.plain; CREATE SEQUENCE "It's ""odd"".Seq"; CREATE SEQUENCE elsewhere;
            CREATE TABLE old.a (id integer DEFAULT nextval('PLAIN'::text), other integer DEFAULT nextval('elsewhere'::varchar));
            CREATE TABLE b (id integer DEFAULT nextval('public."It''s ""odd"".Seq"'::text), lost integer DEFAULT nextval('no.such'::text));
            """;
        var (source, destination) = await servers.DatabasesAsync(Schema);
        await Sql.ExecuteAsync(source, """
            INSERT INTO old.a VALUES (4, 5); INSERT INTO b VALUES (6, 7);
            SELECT setval('old.plain', 40), setval('"It''s ""odd"".Seq"', 60);
            """);

        await CopyAsync(new() { Source = source, Destination = destination });

        Assert.Equal(41L, await NextAsync(destination, "old.plain"));
        Assert.Equal(6L, await NextAsync(destination, "elsewhere"));
        Assert.Equal(61L, await NextAsync(destination, "\"It's \"\"odd\"\".Seq\""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SQLite_s_AUTOINCREMENT_goes_on_where_it_stands(bool createTable)
    {
        using var file = new SqliteTestFile(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)",
            "INSERT INTO t (id) VALUES (1), (16049), (32098)",
            "DELETE FROM t WHERE id > 16049");
        var destination = await servers.CreateDatabaseAsync();
        if (!createTable) await Sql.ExecuteAsync(destination, "CREATE TABLE t (v text, id bigserial PRIMARY KEY)");

        await CopyAsync(new() { Source = file.Endpoint, Destination = destination, CreateTable = createTable });

        Assert.Equal(32099L, await Sql.ScalarAsync<long>(destination, "INSERT INTO t (v) VALUES ('next') RETURNING id"));
    }

    private static Task<long> NextAsync(DatabaseEndpoint database, string sequence)
        => Sql.ScalarAsync<long>(database, $"SELECT nextval({SqlText.Literal(sequence)})");
}
