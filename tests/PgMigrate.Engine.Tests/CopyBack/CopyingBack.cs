using PgMigrate.Engine.CopyBack;
using PgMigrate.Engine.Tests.Integrity;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.CopyBack;

/// <summary>Copies rows back, and asks afterwards whether both databases are the same.</summary>
internal static class CopyingBack
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task<IReadOnlyList<TableCopyBackResult>> RunAsync(
        CopyBackRequest request, IMigrationObserver? observer = null, CancellationToken cancellationToken = default)
    {
        return await CollectAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        async Task<IReadOnlyList<TableCopyBackResult>> CollectAsync()
        {
            var tables = new List<TableCopyBackResult>();
            await foreach (var table in RowReturn.RunAsync(request, observer ?? new RecordingObserver(), cancellationToken)) tables.Add(table);
            return tables;
        }
    }

    public static Task<IReadOnlyList<TableCopyBackResult>> RunAsync(DatabaseEndpoint from, DatabaseEndpoint to) => RunAsync(new CopyBackRequest { From = from, To = to });

    /// <summary>The tables to which something was written, a line each.</summary>
    public static async Task<string> WrittenAsync(DatabaseEndpoint from, DatabaseEndpoint to)
        => string.Join('\n', (await RunAsync(from, to)).Where(table => table.Inserted + table.Updated + table.Deleted > 0).Select(table => table.ToString()));

    /// <summary>Copies back, and compares both databases as the migration's own check does.</summary>
    public static async Task<string> WrittenAndSameAsync(DatabaseEndpoint from, DatabaseEndpoint to)
    {
        var written = await WrittenAsync(from, to);
        Comparing.AssertSame(await Comparing.RunAsync(to, from));
        return written;
    }

    public static async Task<MigrationException> FailsAsync(DatabaseEndpoint from, DatabaseEndpoint to)
        => await Assert.ThrowsAsync<MigrationException>(() => RunAsync(from, to));

    /// <summary>The rows of a query as text.</summary>
    public static async Task<string> TextAsync(DatabaseEndpoint database, string sql) => string.Join('\n', (await Sql.RowsAsync(database, sql)).Select(row => string.Join('|', row)));
}
