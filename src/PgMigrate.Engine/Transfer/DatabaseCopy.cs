namespace PgMigrate.Engine.Transfer;

/// <summary>Copies whole databases: the engine of <c>Copy-PgDatabase</c>.</summary>
public static class DatabaseCopy
{
    /// <summary>Copies the database and says what became of it.</summary>
    /// <exception cref="MigrationException">The run ended early: see its <see cref="MigrationException.ErrorId"/>.</exception>
    public static Task<DatabaseCopyResult> RunAsync(DatabaseCopyRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
        => RunAsync(request, observer, _ => ValueTask.CompletedTask, cancellationToken);

    /// <summary>Copies the database and says what became of it, also where the run ends early.</summary>
    /// <param name="request">What to copy.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="tellStopped">Takes what had arrived before an error, or a cancellation, that is thrown after that.</param>
    /// <param name="cancellationToken">Ends the run; what is not committed is taken back.</param>
    /// <exception cref="MigrationException">The run ended early: see its <see cref="MigrationException.ErrorId"/>.</exception>
    public static async Task<DatabaseCopyResult> RunAsync(
        DatabaseCopyRequest request, IMigrationObserver observer, Func<DatabaseCopyResult, ValueTask> tellStopped, CancellationToken cancellationToken)
    {
        request.Validate();
        var run = new DatabaseCopyRun(request, observer);
        await using (run.ConfigureAwait(false))
        {
            try
            {
                await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
                return run.Result;
            }
            catch (MigrationException error) when (run.HasBegun)
            {
                await tellStopped(run.Result).ConfigureAwait(false);
                throw run.Explain(error);
            }
            catch (OperationCanceledException) when (run.HasBegun)
            {
                await tellStopped(run.Result).ConfigureAwait(false);
                throw;
            }
        }
    }
}
