using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Listing;
using PgMigrate.Engine.Tests.Catalog;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Listing;

public sealed class PostgresTableListingTests(TestServers servers)
{
    private readonly RecordingObserver observer = new();

    [Fact]
    public async Task Lists_partitioned_tables_once_and_counts_every_row_once()
    {
        var source = await CatalogSample.CreateAsync(servers);

        var tables = await ListAsync(new() { Source = source, Exact = true, Selection = new() { ExcludeTables = ["*zoo", "type*"] } });

        Assert.Equal(
            [
                "Odd \"Schema.Täble 1; --' Table 0", "public.author Table 0", "public.book Table 0", "public.capital Table 1", "public.city Table 2",
                "public.elsewhere Foreign ", "public.generated Table 0", "public.keys Table 0", "public.measurement Partitioned 20",
                "public.review Partitioned 0", "public.scratch Table 0", "public.secret Table 1",
            ],
            tables.Select(table => $"{table} {table.Kind} {table.Rows}"));
        Assert.Equal(["The rows of public.elsewhere were not counted: they live on another server."], observer.Warnings);
    }

    [Fact]
    public async Task Leaves_no_session_settings_to_the_other_clients_of_a_transaction_pooler()
    {
        await using var pooler = await PgBouncer.StartAsync(await servers.CreateDatabaseAsync(), PoolerMode.Transaction);
        var endpoint = EndpointParser.Parse(DatabaseUrl.Format(pooler.Endpoint, DatabaseUrlDialect.Prisma).Text + "&pgbouncer=true");

        var error = await Assert.ThrowsAsync<MigrationException>(() => ListAsync(new() { Source = endpoint }));

        Assert.Equal("TransactionPoolerRefused", error.ErrorId);
    }

    [Fact]
    public async Task Lists_partitions_where_asked()
    {
        var source = await CatalogSample.CreateAsync(servers);

        var tables = await ListAsync(new() { Source = source, Exact = true, IncludePartitions = true, Selection = new() { Tables = ["meas*"] } });

        Assert.Equal(
            ["measurement Partitioned 20", "measurement_2024 Partition 9", "measurement_2024_0 Partition", "measurement_2024_1 Partition", "measurement_2025 Partition 11"],
            tables.Select(table => table.Name.Contains("2024_", StringComparison.Ordinal) ? $"{table.Name} {table.Kind}" : $"{table.Name} {table.Kind} {table.Rows}"));
        Assert.Equal(9, tables.Where(table => table.Name.Contains("2024_", StringComparison.Ordinal)).Sum(table => table.Rows));
    }

    [Fact]
    public async Task Lists_a_partition_that_is_named_and_says_when_a_wildcard_meets_only_partitions()
    {
        var source = await CatalogSample.CreateAsync(servers);

        Assert.Equal(["measurement_2025"], (await ListAsync(new() { Source = source, Selection = new() { Tables = ["Measurement_2025"] } })).Select(table => table.Name));
        Assert.Empty(observer.Warnings);
        Assert.Empty(await ListAsync(new() { Source = source, Selection = new() { Tables = ["*_2025", "nothing"] } }));
        Assert.Equal(
            ["The pattern '*_2025' matches partitions only: ask for partitions to list them.", "The pattern 'nothing' matches nothing."],
            observer.Warnings);
    }

    [Fact]
    public async Task Describes_keys_order_generated_columns_and_row_security()
    {
        var source = await CatalogSample.CreateAsync(servers);

        var tables = (await ListAsync(new() { Source = source, Selection = new() { Schemas = ["public"] } })).ToDictionary(table => table.Name);

        Assert.Equal(["tenant", "id"], tables["keys"].PrimaryKey);
        Assert.Equal(["gross"], tables["generated"].GeneratedColumns);
        Assert.Equal(["id", "other"], tables["generated"].IdentityColumns);
        Assert.True(tables["secret"].HasRowSecurity);
        Assert.Equal((0, true), (tables["author"].ForeignKeyOrder, tables["author"].IsInForeignKeyCycle));
        Assert.Equal((1, false), (tables["review"].ForeignKeyOrder, tables["review"].IsInForeignKeyCycle));
        Assert.Equal((true, false), (tables["generated"].IsBinaryCopySafe, tables["type_zoo"].IsBinaryCopySafe));
        Assert.All(tables.Values, table => Assert.Null(table.Rows));
        Assert.All(tables.Values, table => Assert.Same(source, table.Source));
    }

    [Fact]
    public async Task Counts_what_the_role_may_see_and_warns_of_the_rest()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, """
            CREATE TABLE open (a integer);
            CREATE TABLE filtered (a integer);
            CREATE TABLE closed (a integer);
            INSERT INTO open VALUES (1);
            INSERT INTO filtered VALUES (1);
            ALTER TABLE filtered ENABLE ROW LEVEL SECURITY;
            DROP ROLE IF EXISTS listing_reader;
            CREATE ROLE listing_reader LOGIN PASSWORD 'listing';
            GRANT SELECT ON open, filtered TO listing_reader;
            """);

        var tables = await ListAsync(new() { Source = source with { Username = "listing_reader", Password = "listing" }, Exact = true });

        Assert.Equal([("closed", null), ("filtered", null), ("open", 1L)], tables.Select(table => (table.Name, table.Rows)));
        Assert.Equal(
            [
                "The rows of public.closed were not counted: permission denied for table closed.",
                "The rows of public.filtered were not counted: query would be affected by row-level security policy for table \"filtered\".",
            ],
            observer.Warnings);
    }

    [Fact]
    public async Task Counts_all_tables_as_of_one_moment()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE TABLE a (n integer); CREATE TABLE b (n integer)");
        var counts = new List<long?>();

        await foreach (var table in TableListing.ReadAsync(new() { Source = source, Exact = true }, observer, TestContext.Current.CancellationToken))
        {
            counts.Add(table.Rows);
            await Sql.ExecuteAsync(source, "INSERT INTO b VALUES (1)");
        }

        Assert.Equal([0L, 0L], counts);
    }

    [Fact]
    public async Task Names_the_table_at_which_the_server_went_away()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE TABLE a (n integer); CREATE TABLE b (n integer)");

        var exception = await Assert.ThrowsAsync<MigrationException>(async () =>
        {
            await foreach (var table in TableListing.ReadAsync(new() { Source = source, Exact = true }, observer, TestContext.Current.CancellationToken))
            {
                Assert.Equal("a", table.Name);
                await Sql.ExecuteAsync(source, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
        });

        Assert.Equal(("SourceNotRead", "public.b"), (exception.ErrorId, exception.Subject));
    }

    private async Task<List<MigrationTable>> ListAsync(TableListingRequest request)
    {
        var tables = new List<MigrationTable>();
        await foreach (var table in TableListing.ReadAsync(request, observer, TestContext.Current.CancellationToken)) tables.Add(table);
        return tables;
    }
}
