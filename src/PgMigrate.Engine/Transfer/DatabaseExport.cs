namespace PgMigrate.Engine.Transfer;

/// <summary>Exports whole databases into pg_dump's archives and scripts: the engine of <c>Export-PgDatabase</c>.</summary>
public static class DatabaseExport
{
    /// <summary>Exports the database and says what became of it.</summary>
    /// <exception cref="MigrationException">There is no archive: see its <see cref="MigrationException.ErrorId"/>.</exception>
    public static Task<DatabaseExportResult> RunAsync(DatabaseExportRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
        => RunAsync(request, observer, _ => ValueTask.CompletedTask, cancellationToken);

    /// <summary>Exports the database and says what became of it, also where the run ends early.</summary>
    /// <param name="request">What to export.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="tellStopped">Takes what was written before an error, or a cancellation, that is thrown after that.</param>
    /// <param name="cancellationToken">Ends the run, and removes what is not whole.</param>
    /// <exception cref="MigrationException">There is no archive: see its <see cref="MigrationException.ErrorId"/>.</exception>
    public static async Task<DatabaseExportResult> RunAsync(
        DatabaseExportRequest request, IMigrationObserver observer, Func<DatabaseExportResult, ValueTask> tellStopped, CancellationToken cancellationToken)
    {
        request.Validate();
        var run = new DatabaseExportRun(request, observer);
        await using (run.ConfigureAwait(false))
        {
            try
            {
                await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
                return run.Result;
            }
            catch (Exception error) when (run.HasBegun && error is MigrationException or OperationCanceledException)
            {
                await tellStopped(run.Result).ConfigureAwait(false);
                throw;
            }
        }
    }
}
