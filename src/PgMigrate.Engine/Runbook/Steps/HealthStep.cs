using System.Diagnostics;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Reports;

namespace PgMigrate.Engine.Runbook;

/// <summary>Watches the program after the switch: the address that tells how it is, its logs, and whether somebody still writes to the source.</summary>
internal sealed class HealthStep : RunbookStep
{
    public override MigrationStepName Name => MigrationStepName.Health;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures) => request.Plan.HealthUri is { } address
        ? $"Ask {HealthPoll.Shown(address)} for up to {request.Plan.HealthTimeout} s whether the program is well{(request.Plan.RollbackOnFailure ? ", and switch back if not" : "")}."
        : "Connect as the program does, and see whether the source is still written to.";

    public override string? ReasonToSkip(RunbookContext context)
        => context.State.SwitchedAt is null && context.Plan.HealthUri is null ? "Nothing was switched, and no -HealthUri is named." : null;

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var (startedAt, started, plan) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp(), context.Plan);
        var connection = await ConnectionTest.RunAsync(context.Request.Application, new() { Pings = 1 }, context.Observer, cancellationToken).ConfigureAwait(false);
        // The journal's plan lacks what may be secret in the address.
        var poll = context.Request.Plan.HealthUri is { } address ? new HealthPoll(address, TimeSpan.FromSeconds(plan.HealthTimeout), context.Request.PollInterval) : null;
        var isHealthy = poll is null || await poll.RunAsync(cancellationToken).ConfigureAwait(false);
        var logs = new LogWatch(plan.ErrorPattern, new(context.Source.Password, context.Destination.Password, context.Request.Application.Password));
        foreach (var path in plan.LogPath) await logs.ReadAsync(path, context.State.LogEnds.GetValueOrDefault(path), cancellationToken).ConfigureAwait(false);
        var health = new MigrationHealth
        {
            IsHealthy = isHealthy,
            Uri = plan.HealthUri is { } asked ? HealthPoll.Shown(asked) : null,
            Attempts = poll?.Attempts ?? 0,
            Errors = poll?.Errors ?? 0,
            Log = poll?.Log ?? [],
            LogErrors = logs.Errors,
            LogLines = logs.Lines,
            ConnectTime = connection.ConnectTime,
            StartedAt = startedAt,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
        context.Note(state => state with { Health = health });
        await context.WatchSourceAsync(cancellationToken).ConfigureAwait(false);
        if (!isHealthy) throw RunbookErrors.NotHealthy(health, plan.HealthTimeout);
        var words = new List<string> { $"Connected in {connection.ConnectTime.TotalMilliseconds:0} ms" };
        if (poll is not null) words.Add($"{poll.Attempts - poll.Errors} of {ReportText.Of(poll.Attempts, "answer")} were good");
        if (plan.LogPath.Count > 0) words.Add($"{ReportText.Of(logs.Errors, "error")} in the logs");
        return string.Join(", ", words) + ".";
    }
}
