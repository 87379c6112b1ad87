using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Applies entries in their order, many in one transaction: a round trip and a commit for each would take longer than the work.
/// </summary>
/// <param name="restore">Applies them.</param>
/// <param name="failed">Takes an entry that the destination refuses, after which the rest goes on; null to end the run there.</param>
internal sealed class EntrySequence(EntryRestore restore, Action<TocEntry, MigrationException>? failed)
{
    public async Task RunAsync(IEnumerable<TocEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var some in EntryTransactions.Of(entries))
        {
            try
            {
                await restore.RunAsync(some, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException error) when ((failed is not null || some.Any(entry => entry.IsOptional)) && !CopyErrors.IsConnectionFailure(error))
            {
                await RunEachAsync(some, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task RunEachAsync(IEnumerable<TocEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            try
            {
                await restore.RunAsync(entry, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException error) when (failed is not null && !CopyErrors.IsConnectionFailure(error))
            {
                failed(entry, error);
            }
        }
    }
}
