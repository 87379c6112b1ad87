using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>Describes a live source within its snapshot, though others may alter it meanwhile.</summary>
internal static class SourceDescription
{
    /// <summary>How often the source is looked at where its schema changes meanwhile, which is rare and over at once.</summary>
    private const int Attempts = 5;

    /// <summary>
    /// Describes all that the database has at one time: where something was altered meanwhile, as it is in a later snapshot.
    /// </summary>
    public static async Task<PgDatabase> ReadAsync(
        SnapshotSessions sessions, SourceSelection selection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var session = await CatalogSession.StartAsync(sessions.Keeper, cancellationToken).ConfigureAwait(false);
            try
            {
                // What is described after the locks stays so, as far as tables are concerned.
                await TableLocks.TakeAsync(session, ObjectFilter.Everything, selection.LockTimeout, cancellationToken).ConfigureAwait(false);
                var database = await ReadOnceAsync(sessions, session, selection, cancellationToken).ConfigureAwait(false);
                var changed = await ChangedObjects.FindAsync(session, () => sessions.OpenAsideAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
                return changed is null ? database : throw CatalogErrors.Changed(changed, session.Connection.Database);
            }
            catch (MigrationException error) when (attempt < Attempts && CatalogErrors.MayComeFromChange(error))
            {
                observer.Verbose($"{error.Message} It is looked at again.");
                await sessions.RenewAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// With a session beside the keeper's, which will read rows afterwards. It gives way soon to who waits to alter a table, and keeps others
    /// waiting behind him.
    /// </summary>
    private static async Task<PgDatabase> ReadOnceAsync(
        SnapshotSessions sessions, CatalogSession keeper, SourceSelection selection, CancellationToken cancellationToken)
    {
        var beside = await sessions.TakeAsync(cancellationToken).ConfigureAwait(false);
        var isSound = false;
        try
        {
            var session = await CatalogSession.StartAsync(beside, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("SET lock_timeout = '1s'", cancellationToken).ConfigureAwait(false);
            var database = await new DatabaseReader(keeper, session, selection.WithRows, selection.WithStatistics).ReadAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync($"SET lock_timeout = '{TableLocks.Text(selection.LockTimeout)}'", cancellationToken).ConfigureAwait(false);
            isSound = true;
            return database;
        }
        finally
        {
            if (isSound) sessions.Return(beside);
            else await beside.DisposeAsync().ConfigureAwait(false);
        }
    }
}
