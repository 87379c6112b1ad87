using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace PgMigrate.Engine.Supabase;

/// <summary>Applies a project's SQL files, or takes migrations back: the engine of <c>Invoke-SupabaseMigration</c>.</summary>
public static class MigrationRun
{
    /// <summary>What <see cref="RunAsync"/> would do, in order. It changes nothing.</summary>
    /// <exception cref="MigrationException">The files and the history do not fit, or the database can't be reached.</exception>
    public static async Task<IReadOnlyList<SupabaseMigrationStep>> PlanAsync(
        MigrationRunRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        request.Validate();
        var project = SupabaseProject.Find(request.Path);
        var session = await RunnerSession.OpenAsync(request.Database, isWriting: false, observer, cancellationToken).ConfigureAwait(false);
        await using var sessionScope = session.ConfigureAwait(false);
        return [.. (await ReadAsync(request, project, session, observer, cancellationToken).ConfigureAwait(false)).Select(file => file.ToStep())];
    }

    /// <summary>
    /// Runs the files and returns one result each. A file that fails is its result, and so are those that were not run because of it; what
    /// keeps the run from beginning is thrown.
    /// </summary>
    /// <param name="request">What to do.</param>
    /// <param name="confirm">Asked before each file; the run ends where it says no.</param>
    /// <param name="observer">Hears what is done.</param>
    /// <param name="cancellationToken">Stops the run; the file that is running is rolled back.</param>
    /// <exception cref="MigrationException">As <see cref="PlanAsync"/>, and DestinationLocked.</exception>
    public static async IAsyncEnumerable<SupabaseMigrationResult> RunAsync(
        MigrationRunRequest request,
        Func<SupabaseMigrationStep, ValueTask<bool>> confirm,
        IMigrationObserver observer,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        request.Validate();
        var project = SupabaseProject.Find(request.Path);
        var session = await RunnerSession.OpenAsync(request.Database, isWriting: true, observer, cancellationToken).ConfigureAwait(false);
        await using var sessionScope = session.ConfigureAwait(false);
        var files = await ReadAsync(request, project, session, observer, cancellationToken).ConfigureAwait(false);
        if (files.Count == 0) observer.Verbose($"{request.Database} is up to date.");
        var run = new RunProgress(files, request.OnError, observer);
        for (var index = 0; index < files.Count; index++)
        {
            if (run.IsStopped)
            {
                yield return files[index].ToResult(SupabaseMigrationOutcome.NotRun);
                continue;
            }

            if (!await confirm(files[index].ToStep()).ConfigureAwait(false)) break;
            yield return await RunFileAsync(run, session, index, cancellationToken).ConfigureAwait(false);
        }

        run.Complete();
    }

    private static async Task<IReadOnlyList<PlannedFile>> ReadAsync(
        MigrationRunRequest request, SupabaseProject project, RunnerSession session, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlannedFile> files = [];
        await session.WithHistoryAsync(
            async connection => files = await new RunPlanning(request, project, observer).PlanAsync(connection, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return files;
    }

    private static async Task<SupabaseMigrationResult> RunFileAsync(RunProgress run, RunnerSession session, int index, CancellationToken cancellationToken)
    {
        var file = run.Files[index];
        run.Begin(file);
        var isFirst = run.IsFirstOf(file.Kind);
        await session.WithHistoryAsync(connection => isFirst ? PrepareAsync(connection, file, cancellationToken) : Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        var running = new FileRun(session.Connection, file, run.Observer);
        var failure = await running.RunAsync(cancellationToken).ConfigureAwait(false);
        return run.End(file, failure, Stopwatch.GetElapsedTime(started)) with { RanInTransaction = running.RanInTransaction };
    }

    /// <summary>Makes the tables of the history, before the first file that is recorded in them.</summary>
    private static Task PrepareAsync(NpgsqlConnection connection, PlannedFile file, CancellationToken cancellationToken) => file.Kind switch
    {
        SupabaseFileKind.Migration => MigrationHistory.CreateAsync(connection, cancellationToken),
        SupabaseFileKind.Seed => MigrationHistory.CreateSeedsAsync(connection, cancellationToken),
        _ => Task.CompletedTask,
    };
}
