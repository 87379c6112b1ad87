using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Runs copies and looks at what they brought.</summary>
internal static class Copying
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A database for each end, with the same schema in both.</summary>
    public static async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> DatabasesAsync(this TestServers servers, string schema)
    {
        var source = await servers.CreateDatabaseAsync();
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, schema);
        await Sql.ExecuteAsync(destination, schema);
        return (source, destination);
    }

    /// <summary>The database as a role of its own that owns nothing and may do nothing special.</summary>
    public static async Task<DatabaseEndpoint> CreateRoleAsync(DatabaseEndpoint database)
    {
        var role = "role_" + Guid.NewGuid().ToString("N");
        await Sql.ExecuteAsync(database, $"CREATE ROLE {role} LOGIN PASSWORD '{role}'");
        return database with { Username = role, Password = role };
    }

    /// <summary>The database as an ordinary role that owns it: it may create what it likes and not set session_replication_role.</summary>
    public static async Task<DatabaseEndpoint> CreateOwnerAsync(this TestServers servers, int major = TestServers.Default)
    {
        var database = await servers.CreateDatabaseAsync(major);
        var owner = await CreateRoleAsync(database);
        await Sql.ExecuteAsync(database, $"ALTER DATABASE {database.Database} OWNER TO {owner.Username}; ALTER SCHEMA public OWNER TO {owner.Username}");
        return owner;
    }

    /// <summary>Copies to the end. A copy that hangs fails its test.</summary>
    public static Task<IReadOnlyList<TableCopyResult>> RunAsync(
        TableCopyRequest request, IMigrationObserver? observer = null, CancellationToken cancellationToken = default)
        => CollectAsync(request, observer ?? new RecordingObserver(), cancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>The copy's own error, which a connection's loss or a refusal ends it with.</summary>
    public static async Task<MigrationException> FailsAsync(TableCopyRequest request)
        => await Assert.ThrowsAsync<MigrationException>(() => RunAsync(request));

    /// <summary>Waits until the destination's journal knows of so many chunks that have arrived.</summary>
    public static Task ChunksArriveAsync(DatabaseEndpoint destination, long count) => Eventually.HoldsAsync(
        $"{count} chunks have arrived",
        async () => await Sql.ScalarAsync<bool>(destination, "SELECT to_regclass('pgmigrate.migration_checkpoints') IS NOT NULL")
            && await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pgmigrate.migration_checkpoints WHERE status = 'Done'") >= count);

    /// <summary>Both ends have the same rows, each as often.</summary>
    public static async Task AssertSameAsync(DatabaseEndpoint source, DatabaseEndpoint destination, params string[] tables)
    {
        foreach (var table in tables)
        {
            // Hash every row's text, so that a doubled, missing or changed row shows whatever the order.
            var query = $"SELECT count(*) || ' rows of {table}, hash ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM ONLY {table} t";
            if (await IsPartitionedAsync(source, table)) query = query.Replace("ONLY ", "", StringComparison.Ordinal);
            Assert.Equal(await Sql.ScalarAsync<string>(source, query), await Sql.ScalarAsync<string>(destination, query));
        }
    }

    /// <summary>Both ends have the same rows in every table of the source.</summary>
    public static async Task AssertEqualAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var request = new RowComparisonRequest { Source = source, Destination = destination };
        await foreach (var table in RowComparison.RunAsync(request, new RecordingObserver(), TestContext.Current.CancellationToken))
        {
            Assert.True(table.IsMatch, $"{table}: {table.SourceRows} rows became {table.DestinationRows}.");
        }
    }

    /// <summary>The number of rows in each chunk that the journal calls done is what the table has.</summary>
    public static async Task AssertWholeChunksAsync(DatabaseEndpoint destination, params string[] tables)
    {
        foreach (var table in tables)
        {
            var there = await Sql.ScalarAsync<long>(destination, $"SELECT count(*) FROM {table}");
            var journaled = await Sql.ScalarAsync<decimal>(
                destination,
                $"SELECT coalesce(sum(records_migrated), 0) FROM pgmigrate.migration_checkpoints WHERE status = 'Done' AND table_name = 'public.{table}'");
            Assert.Equal(journaled, there);
        }
    }

    private static async Task<IReadOnlyList<TableCopyResult>> CollectAsync(
        TableCopyRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var results = new List<TableCopyResult>();
        await foreach (var result in TableCopy.RunAsync(request, observer, cancellationToken)) results.Add(result);
        return results;
    }

    private static async Task<bool> IsPartitionedAsync(DatabaseEndpoint database, string table)
        => await Sql.ScalarAsync<bool>(database, $"SELECT relkind = 'p' FROM pg_class WHERE oid = '{table}'::regclass");
}
