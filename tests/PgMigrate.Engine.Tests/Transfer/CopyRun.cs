using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Runs a copy to its end.</summary>
internal static class CopyRun
{
    public static async Task<IReadOnlyList<TableCopyResult>> CopyAsync(TableCopyRequest request, IMigrationObserver? observer = null)
    {
        var results = new List<TableCopyResult>();
        await foreach (var result in TableCopy.RunAsync(request, observer ?? new RecordingObserver(), CancellationToken.None)) results.Add(result);
        return results;
    }
}
