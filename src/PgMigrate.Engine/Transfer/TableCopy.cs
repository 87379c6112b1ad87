using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PgMigrate.Engine.Transfer;

/// <summary>Copies the rows of tables: the engine of <c>Copy-TableData</c>.</summary>
public static class TableCopy
{
    /// <summary>
    /// Copies the tables and returns one result each, as soon as it is known. A table's failure is its result; what makes the rest
    /// pointless is thrown. Ending the enumeration early cancels the copy and waits for its cleanup.
    /// </summary>
    /// <exception cref="MigrationException">
    /// Nothing was copied, or the run ended early: see its <see cref="MigrationException.ErrorId"/>.
    /// </exception>
    public static async IAsyncEnumerable<TableCopyResult> RunAsync(
        TableCopyRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        request.Validate();
        var results = Channel.CreateUnbounded<TableCopyResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => WorkAsync(request, observer, results.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return result;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }
    }

    private static async Task WorkAsync(
        TableCopyRequest request, IMigrationObserver observer, ChannelWriter<TableCopyResult> results, CancellationToken cancellationToken)
    {
        try
        {
            var run = new TableCopyRun(request, observer, result => results.TryWrite(result));
            await using (run.ConfigureAwait(false)) await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
            results.Complete();
        }
        catch (Exception error)
        {
            results.Complete(error);
        }
    }
}
