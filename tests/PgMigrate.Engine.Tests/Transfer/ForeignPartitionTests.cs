using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Listing;
using PgMigrate.Engine.Tests.Servers;
using Xunit;
using static PgMigrate.Engine.Tests.Transfer.CopyRun;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Partitions that live on another server: listed, copied and compared without their rows, and never without a word.</summary>
public sealed class ForeignPartitionTests(TestServers servers)
{
    private const string Local = """
        CREATE TABLE sale (region integer, id integer, PRIMARY KEY (region, id)) PARTITION BY LIST (region);
        CREATE TABLE sale_near PARTITION OF sale FOR VALUES IN (1);
        CREATE TABLE sale_deep PARTITION OF sale FOR VALUES IN (3, 4) PARTITION BY LIST (region);
        CREATE TABLE sale_deep_3 PARTITION OF sale_deep FOR VALUES IN (3);
        CREATE TABLE sale_far PARTITION OF sale FOR VALUES IN (2);
        CREATE TABLE away (region integer) PARTITION BY LIST (region);
        CREATE TABLE away_all PARTITION OF away DEFAULT;
        """;

    private readonly RecordingObserver observer = new();

    [Fact]
    public async Task Their_rows_are_neither_copied_nor_compared_and_they_are_named()
    {
        var source = await ShardedAsync(await RemoteAsync());
        await Sql.ExecuteAsync(source, Rows);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, Local);

        var copied = await CopyAsync(new() { Source = source, Destination = destination, Selection = new() { ExcludeTables = ["lone"] } }, observer);
        var warned = observer.Warnings;
        var compared = await CompareAsync(source, destination);

        Assert.Equal([("away", 0L), ("sale", 5L)], copied.Select(table => (table.Table, table.Rows)).Order());
        Assert.Equal([("away", true, 0L), ("sale", true, 5L)], compared.Select(table => (table.Table, table.IsMatch, table.SourceRows)).Order());
        Assert.Equal(["public.away_all", "public.sale_far"], warned.Select(Subject).Order());
        Assert.Equal(["public.away_all", "public.lone", "public.sale_far"], observer.Warnings.Skip(2).Select(Subject).Order());
        Assert.All(observer.Warnings, warning => Assert.Contains("its rows live on another server, and are neither copied nor compared.", warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CopyMode.Empty)]
    [InlineData(CopyMode.Truncate)]
    public async Task A_destination_s_foreign_partitions_are_no_obstacle_and_are_not_emptied(CopyMode mode)
    {
        var remote = await RemoteAsync();
        var (source, destination) = (await ShardedAsync(remote), await ShardedAsync(remote));
        await Sql.ExecuteAsync(source, Rows);
        if (mode == CopyMode.Truncate) await Sql.ExecuteAsync(destination, "INSERT INTO sale_near VALUES (1, 99)");

        var copied = await CopyAsync(new() { Source = source, Destination = destination, Mode = mode });
        var compared = await CompareAsync(source, destination);

        Assert.All(copied, table => Assert.True(table.Status == TableCopyStatus.Completed, table.ErrorMessage));
        Assert.All(compared, table => Assert.True(table.IsMatch, table.ToString()));
        Assert.Equal(2L, await Sql.ScalarAsync<long>(remote, "SELECT count(*) FROM sale_far"));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(remote, "SELECT count(*) FROM away_all"));
        Assert.Equal(4L, await Sql.ScalarAsync<long>(destination, "SELECT nextval('sale_number')"));
        Assert.True(await Sql.ScalarAsync<bool>(destination, "SELECT reltuples = 3 FROM pg_class WHERE relname = 'sale_near'"), "sale_near was analyzed");
        Assert.Equal(7L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM sale"));
        Assert.Equal(["public.away_all", "public.lone", "public.sale_far"], observer.Warnings.Select(Subject).Order());
    }

    [Fact]
    public async Task A_foreign_partition_at_the_destination_alone_is_told_by_both()
    {
        var remote = await RemoteAsync();
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, Local + "INSERT INTO sale VALUES (1, 1), (3, 1)");
        var destination = await ShardedAsync(remote);

        var copied = await CopyAsync(new() { Source = source, Destination = destination, Selection = new() { Tables = ["sale"] } }, observer);
        Assert.Equal(TableCopyStatus.Completed, Assert.Single(copied).Status);
        await foreach (var table in RowComparison.RunAsync(
            new() { Source = source, Destination = destination, Selection = new() { Tables = ["sale"] } }, observer, TestContext.Current.CancellationToken))
        {
            Assert.True(table.IsMatch, table.ToString());
        }

        Assert.Equal(2, observer.Warnings.Count);
        Assert.StartsWith("The destination's public.sale_far is a foreign table", observer.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("At the destination: public.sale_far: ", observer.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_belongs_to_a_foreign_partition_is_refused_and_not_sent_to_the_other_server()
    {
        var remote = await RemoteAsync();
        var destination = await ShardedAsync(remote);
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE TABLE sale (region integer, id integer); INSERT INTO sale VALUES (1, 1), (2, 9)");

        var result = Assert.Single(await Copying.RunAsync(new() { Source = source, Destination = destination, Selection = new() { Tables = ["sale"] } }));

        Assert.Equal(TableCopyStatus.Failed, result.Status);
        Assert.Contains("access to non-system foreign table is restricted", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(remote, "SELECT count(*) FROM sale_far"));
    }

    [Fact]
    public async Task A_listing_counts_what_would_be_copied_and_names_the_rest()
    {
        var source = await ShardedAsync(await RemoteAsync());
        await Sql.ExecuteAsync(source, Rows + "ANALYZE");

        var tables = new List<MigrationTable>();
        await foreach (var table in TableListing.ReadAsync(
            new() { Source = source, Exact = true, Selection = new() { Tables = ["sale", "away"] } }, observer, TestContext.Current.CancellationToken))
        {
            tables.Add(table);
        }

        Assert.Equal([("away", 0L, 0L), ("sale", 5L, 5L)], tables.Select(table => (table.Name, table.Rows, table.EstimatedRows)));
        Assert.Equal(
            [
                "public.away_all is a foreign table and a partition of public.away: its rows live on another server, and are not counted, copied or compared.",
                "public.sale_far is a foreign table and a partition of public.sale: its rows live on another server, and are not counted, copied or compared.",
            ],
            observer.Warnings);
    }

    private const string Rows = "INSERT INTO sale VALUES (1, 1), (1, 2), (1, 3), (3, 1), (3, 2);";

    private static string Subject(string warning) => warning[..warning.IndexOf(':', StringComparison.Ordinal)];

    private async Task<IReadOnlyList<TableIntegrity>> CompareAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var tables = new List<TableIntegrity>();
        var request = new RowComparisonRequest { Source = source, Destination = destination };
        await foreach (var table in RowComparison.RunAsync(request, observer, TestContext.Current.CancellationToken)) tables.Add(table);
        return tables;
    }

    /// <summary>The database that the foreign tables are of.</summary>
    private async Task<DatabaseEndpoint> RemoteAsync()
    {
        var remote = await servers.CreateDatabaseAsync();
        var isThere = await Sql.ScalarAsync<bool>(remote, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgres_fdw')");
        Assert.SkipUnless(isThere, "The server has no postgres_fdw: install PostgreSQL's contrib package.");
        await Sql.ExecuteAsync(remote, """
            CREATE TABLE sale_far (region integer, id integer); INSERT INTO sale_far VALUES (2, 1), (2, 2);
            CREATE TABLE away_all (region integer); INSERT INTO away_all VALUES (5);
            """);
        return remote;
    }

    /// <summary>The tables of <see cref="Local"/> with two partitions that are the remote database's.</summary>
    private async Task<DatabaseEndpoint> ShardedAsync(DatabaseEndpoint remote)
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, $"""
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{remote.Host}', port '{remote.Port}', dbname '{remote.Database}');
            CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user '{remote.Username}', password '{remote.Password}');
            CREATE SEQUENCE sale_number;
            CREATE TABLE sale (region integer, id integer DEFAULT nextval('sale_number')) PARTITION BY LIST (region);
            CREATE TABLE sale_near PARTITION OF sale (PRIMARY KEY (region, id)) FOR VALUES IN (1);
            CREATE TABLE sale_deep PARTITION OF sale FOR VALUES IN (3, 4) PARTITION BY LIST (region);
            CREATE TABLE sale_deep_3 PARTITION OF sale_deep FOR VALUES IN (3);
            CREATE FOREIGN TABLE sale_far PARTITION OF sale FOR VALUES IN (2) SERVER far OPTIONS (table_name 'sale_far');
            CREATE TABLE away (region integer) PARTITION BY LIST (region);
            CREATE FOREIGN TABLE away_all PARTITION OF away DEFAULT SERVER far OPTIONS (table_name 'away_all');
            CREATE FOREIGN TABLE lone (region integer) SERVER far OPTIONS (table_name 'away_all');
            """);
        return database;
    }
}
