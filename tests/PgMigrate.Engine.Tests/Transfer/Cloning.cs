using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Copies whole databases and looks at what became of them.</summary>
internal static class Cloning
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A database with that in it, and an empty one.</summary>
    public static async Task<DatabaseCopyRequest> DatabaseWithAsync(this TestServers servers, string sql, int major = TestServers.Default)
    {
        var source = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(source, sql);
        return new() { Source = source, Destination = await servers.CreateDatabaseAsync(major) };
    }

    /// <summary>Copies to the end. A copy that hangs fails its test.</summary>
    public static Task<DatabaseCopyResult> RunAsync(
        DatabaseCopyRequest request, IMigrationObserver? observer = null, CancellationToken cancellationToken = default)
        => DatabaseCopy.RunAsync(request, observer ?? new RecordingObserver(), cancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>The copy's own error, which a loss or a refusal ends it with.</summary>
    public static async Task<MigrationException> FailsAsync(DatabaseCopyRequest request)
        => await Assert.ThrowsAsync<MigrationException>(() => RunAsync(request));

    /// <summary>Copies, and requires that both ends have the same objects and rows.</summary>
    public static async Task<DatabaseCopyResult> RequireSameAsync(DatabaseCopyRequest request)
    {
        var result = await RunAsync(request);
        Assert.Empty(result.Failures);
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await AssertSameAsync(request.Source, request.Destination);
        return result;
    }

    /// <summary>Both ends have the same objects, in the words of their entries, and the same rows.</summary>
    public static async Task AssertSameAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        await SchemaCheck.AssertSameAsync(source, destination);
        if (await Sql.ScalarAsync<bool>(source, "SELECT EXISTS (SELECT FROM pg_stat_user_tables WHERE schemaname <> 'pgmigrate')"))
        {
            await Copying.AssertEqualAsync(source, destination);
        }
    }
}
