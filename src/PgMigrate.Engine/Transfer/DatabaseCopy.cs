namespace PgMigrate.Engine.Transfer;

/// <summary>Copies whole databases: the engine of <c>Copy-PgDatabase</c>.</summary>
public static class DatabaseCopy
{
    /// <summary>Copies the database and says what became of it.</summary>
    /// <exception cref="MigrationException">The run ended early: see its <see cref="MigrationException.ErrorId"/>.</exception>
    public static async Task<DatabaseCopyResult> RunAsync(
        DatabaseCopyRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        request.Validate();
        var run = new DatabaseCopyRun(request, observer);
        await using (run.ConfigureAwait(false))
        {
            await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
            return run.Result;
        }
    }
}
