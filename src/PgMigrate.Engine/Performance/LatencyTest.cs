using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Performance;

/// <summary>Measures how long connections and queries take at one or two ends: the engine of <c>Measure-DatabaseLatency</c>. It changes nothing.</summary>
public sealed class LatencyTest : IAsyncDisposable
{
    private const string Activity = "Measuring latencies";

    private readonly LatencyRequest request;
    private readonly IMigrationObserver observer;
    private readonly LatencyBudgets budgets;
    private readonly IReadOnlyList<PostgresConnector> connectors;
    private readonly List<ConnectionLatency> connections = [];
    private readonly List<QueryLatency> queries = [];
    private readonly DateTimeOffset startedAt = DateTimeOffset.UtcNow;
    private readonly long started = Stopwatch.GetTimestamp();

    /// <exception cref="MigrationException">ParametersConflict, LatencyQueryRefused, or an endpoint is no server's.</exception>
    public LatencyTest(LatencyRequest request, IMigrationObserver observer)
    {
        request.Validate();
        (this.request, this.observer, budgets) = (request, observer, new(request));
        // What is tried again after a pause would be measured with it.
        var options = new ConnectorOptions { Retries = 0 };
        connectors = [.. new[] { request.Source, request.Destination }.OfType<DatabaseEndpoint>().Select(endpoint => new PostgresConnector(endpoint, options, observer))];
    }

    /// <summary>The verdict on what was measured so far.</summary>
    public LatencyReport Report => new()
    {
        Source = request.Source.ToString(),
        Destination = request.Destination?.ToString(),
        Queries = queries.Count,
        FailedQueries = queries.Count(query => (query.Source.ErrorMessage ?? query.Destination?.ErrorMessage) is not null),
        Samples = queries.Sum(query => (long)query.Source.Samples + (query.Destination?.Samples ?? 0)),
        P95Budget = request.P95Budget,
        P99Budget = request.P99Budget,
        ConnectionBudget = request.ConnectionBudget,
        MaxRatio = request.MaxRatio,
        Breaches = [.. connections.SelectMany(connection => connection.Breaches), .. queries.SelectMany(query => query.Breaches)],
        StartedAt = startedAt,
        Elapsed = Stopwatch.GetElapsedTime(started),
    };

    /// <summary>Opens connections to the ends in turn, and looks at the servers' room for more. The source's record comes first.</summary>
    /// <exception cref="MigrationException">Why an end cannot be connected to.</exception>
    public async Task<IReadOnlyList<ConnectionLatency>> MeasureConnectionsAsync(CancellationToken cancellationToken)
    {
        observer.Progress(new() { Id = 0, Activity = Activity, Status = "connections" });
        var measurements = connectors.Select(connector => new ConnectionMeasurement(connector)).ToList();
        var open = new List<NpgsqlConnection>();
        try
        {
            // The first of each end also teaches the driver the server's types, and is not counted.
            foreach (var connector in connectors) open.Add(await connector.OpenAsync(cancellationToken).ConfigureAwait(false));
            for (var turn = 0; turn < request.ConnectionCount; turn++)
            {
                foreach (var measurement in turn % 2 == 0 ? measurements : Enumerable.Reverse(measurements)) await measurement.RunAsync(cancellationToken).ConfigureAwait(false);
            }

            for (var end = 0; end < connectors.Count; end++)
            {
                var latency = measurements[end].Result((DatabaseEnd)end, open[end].PostgreSqlVersion.ToString());
                connections.Add(budgets.Judge(await ConnectionRoom.AddAsync(latency, open[end], connectors[end], cancellationToken).ConfigureAwait(false)));
            }
        }
        finally
        {
            foreach (var connection in open) await connection.DisposeAsync().ConfigureAwait(false);
        }

        return connections;
    }

    /// <summary>Measures the queries one after the other, and gives each one's record as soon as it is known.</summary>
    /// <exception cref="MigrationException">The source cannot be connected to, or its catalog not be read. What a query fails with is in its record.</exception>
    public async IAsyncEnumerable<QueryLatency> MeasureQueriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chosen = request.Queries.Count > 0 ? [.. request.Queries.Select(MeasuredQuery.Of)] : await FindQueriesAsync(cancellationToken).ConfigureAwait(false);
        var sessions = Enumerable.Range(0, request.ThrottleLimit)
            .Select(_ => (IReadOnlyList<LatencySession>)[.. connectors.Select(connector => new LatencySession(connector, request.StatementTimeout))]).ToList();
        try
        {
            foreach (var query in chosen)
            {
                observer.Progress(new() { Id = 0, Activity = Activity, Status = query.Name, Objects = queries.Count, TotalObjects = chosen.Count });
                var figures = await new QueryMeasurement(query, request, connectors.Count).RunAsync(sessions, cancellationToken).ConfigureAwait(false);
                var latency = budgets.Judge(new QueryLatency { Name = query.Name, Sql = query.Sql, Source = figures[0], Destination = figures.ElementAtOrDefault(1) });
                queries.Add(latency);
                yield return latency;
            }
        }
        finally
        {
            foreach (var session in sessions.SelectMany(pair => pair)) await session.DisposeAsync().ConfigureAwait(false);
        }

        observer.Progress(new() { Id = 0, Activity = Activity, Objects = queries.Count, TotalObjects = queries.Count, IsCompleted = true });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connector in connectors) await connector.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<MeasuredQuery>> FindQueriesAsync(CancellationToken cancellationToken)
    {
        var connection = await connectors[0].OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        try
        {
            return await RepresentativeQueries.FindAsync(connection, request.Selection, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException failure)
        {
            throw ConnectionErrors.Translate(failure, request.Source);
        }
    }
}
