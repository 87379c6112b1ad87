using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Performance;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate latency</c>: measures connections and queries at one or two ends.</summary>
internal sealed class LatencyCommand : Command
{
    private readonly EndpointArgument source = new("source", "The database to measure.");
    private readonly EndpointArgument destination = new("destination", "The database to measure in turn with it; without it the source is measured alone.") { Arity = ArgumentArity.ZeroOrOne };
    private readonly SharedOptions shared = new();

    private readonly Option<string[]> query = new("--query")
    {
        Description = "A statement that reads, or name=statement. Without it, reads such as the source's largest tables suggest. May be repeated.",
        HelpName = "[name=]sql",
    };

    private readonly Option<int?> count = new("--count") { Description = "How many runs of each query are measured at each end; 200 unless said otherwise.", HelpName = "number" };
    private readonly Option<int?> warmup = new("--warmup") { Description = "How many runs go before and are not counted; 10 unless said otherwise.", HelpName = "number" };
    private readonly Option<int?> connectionCount = new("--connection-count") { Description = "How many connections are opened and measured; 10 unless said otherwise.", HelpName = "number" };
    private readonly Option<TimeSpan?> duration = new("--duration") { Description = "The longest time for one query, both ends together; 1min unless said otherwise.", HelpName = "time" };
    private readonly Option<TimeSpan?> statementTimeout = new("--statement-timeout") { Description = "The longest time for one run; 30s unless said otherwise.", HelpName = "time" };
    private readonly Option<TimeSpan?> p95Budget = new("--p95-budget") { Description = "The time that 95 of 100 runs of each query shall keep, such as 200ms.", HelpName = "time" };
    private readonly Option<TimeSpan?> p99Budget = new("--p99-budget") { Description = "The time that 99 of 100 runs of each query shall keep.", HelpName = "time" };
    private readonly Option<TimeSpan?> connectionBudget = new("--connection-budget") { Description = "The time in which 95 of 100 connections shall be there; 2s unless said otherwise.", HelpName = "time" };
    private readonly Option<double?> maxRatio = new("--max-ratio") { Description = "How many times as long as at the source a query may take at the destination.", HelpName = "number" };
    private readonly ReportOption report = new();

    public LatencyCommand(Terminal terminal)
        : base("latency", "Measures how long connections and queries take at one or two ends in turn, and exits with 1 where a budget is not kept.")
    {
        foreach (var option in new[] { count, connectionCount }) option.AcceptPositive();
        warmup.AcceptNumber();
        foreach (var option in new[] { duration, statementTimeout, p95Budget, p99Budget, connectionBudget }) option.AcceptDuration();
        maxRatio.AcceptFactor();
        Add(source);
        Add(destination);
        foreach (var option in new Option[] { query, count, warmup, connectionCount, duration, statementTimeout, p95Budget, p99Budget, connectionBudget, maxRatio }) Add(option);
        shared.AddSelectionTo(this);
        Add(shared.Jobs);
        Add(report);
        Validators.Add(result =>
        {
            if (result.GetValue(warmup) is < 0) result.AddError("--warmup takes a whole number from 0.");
        });
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (shared.Choose(terminal, parsed), Read(parsed));
            request.Validate();
            return report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, items, cancellationToken));
        });
    }

    private static async Task<int> RunAsync(Terminal terminal, LatencyRequest request, List<object> items, CancellationToken cancellationToken)
    {
        var queries = new List<QueryLatency>();
        LatencyReport? verdict = null;
        await terminal.WatchAsync("Measuring latencies", async view =>
        {
            await using var test = new LatencyTest(request, view);
            items.AddRange(await test.MeasureConnectionsAsync(cancellationToken));
            await foreach (var latency in test.MeasureQueriesAsync(cancellationToken))
            {
                queries.Add(latency);
                items.Add(latency);
            }

            verdict = test.Report;
        });
        items.Add(verdict!);
        foreach (var connection in items.OfType<ConnectionLatency>()) LatencyTable.Write(terminal, connection);
        LatencyTable.Write(terminal, queries);
        LatencyTable.Write(terminal, verdict!);
        return verdict!.IsWithinBudget ? ExitCode.Ok : ExitCode.Different;
    }

    private LatencyRequest Read(ParseResult parsed)
    {
        var request = new LatencyRequest
        {
            Source = source.Read(parsed),
            Destination = parsed.GetValue(destination) is null ? null : destination.Read(parsed),
            Queries = [.. (parsed.GetValue(query) ?? []).Select(QueryOf)],
            Selection = shared.ReadSelection(parsed),
            P95Budget = parsed.GetValue(p95Budget),
            P99Budget = parsed.GetValue(p99Budget),
            MaxRatio = parsed.GetValue(maxRatio),
        };
        return request with
        {
            Count = parsed.GetValue(count) ?? request.Count,
            Warmup = parsed.GetValue(warmup) ?? request.Warmup,
            ConnectionCount = parsed.GetValue(connectionCount) ?? request.ConnectionCount,
            Duration = parsed.GetValue(duration) ?? request.Duration,
            StatementTimeout = parsed.GetValue(statementTimeout) ?? request.StatementTimeout,
            ConnectionBudget = parsed.GetValue(connectionBudget) ?? request.ConnectionBudget,
            ThrottleLimit = parsed.GetValue(shared.Jobs) ?? request.ThrottleLimit,
        };
    }

    /// <summary>What stands before the first = is a name where it is one word: a statement that reads has more before it.</summary>
    private static LatencyQuery QueryOf(string text)
    {
        var place = text.IndexOf('=', StringComparison.Ordinal);
        return place > 0 && text[..place].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
            ? new() { Name = text[..place], Sql = text[(place + 1)..] }
            : LatencyQuery.Of(text);
    }
}
