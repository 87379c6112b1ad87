using System.Diagnostics;
using PgMigrate.Benchmarks.Data;
using PgMigrate.Benchmarks.Measuring;
using PgMigrate.Benchmarks.Programs;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Benchmarks.Contests;

/// <summary>
/// How long describing a database takes, from connecting to the last entry's statement, next to <c>pg_dump -s</c>. Within this process, in
/// turn with the peer's, so that what is measured is the description and not the compilation of its code.
/// </summary>
internal static class SchemaReading
{
    private const string Source = "objects";

    /// <summary>How often it is done before it is measured: so often does the runtime look before it has compiled what is called for good.</summary>
    private const int WarmUps = 30;

    public static async Task<ContestResult> RunAsync(BenchmarkServer server, int rounds, Action<string> say, CancellationToken cancellationToken)
    {
        await server.RecreateAsync(Source, template: null, cancellationToken);
        await server.ExecuteAsync(Source, ManyObjects.Schema, cancellationToken);
        await server.ExecuteAsync(Source, "VACUUM ANALYZE", cancellationToken);
        var title = $"Describing {ManyObjects.Tables:N0} tables with {ManyObjects.Tables * 3:N0} indexes";
        var endpoint = EndpointParser.Parse(server.UrlOf(Source));
        var peer = ClientPipes.FindSchemaDump(server, Source);
        var (own, others) = (new List<Measurement>(), new List<Measurement>());
        for (var turn = 1; turn < WarmUps; turn++) await DescribeAsync(endpoint, cancellationToken);
        for (var round = 0; round <= rounds; round++)
        {
            if (peer is not null) Add(others, await MeasuredProcess.RunAsync(peer.Start(Source), cancellationToken), peer.Name, round);
            Add(own, await DescribeAsync(endpoint, cancellationToken), "PgMigrate", round);
        }

        return new()
        {
            Title = title,
            Rows = 0,
            Standings =
            [
                .. peer is null ? [] : new[] { new Standing { Name = peer.Name, IsOurs = false, Runs = others } },
                new Standing { Name = "PgMigrate, in a warm process", IsOurs = true, Runs = own },
            ],
            Absent = peer is null ? ["pg_dump"] : [],
        };

        void Add(List<Measurement> runs, Measurement run, string name, int round)
        {
            say($"{title}: {name}, {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}: {run.Elapsed.TotalSeconds:0.000} s");
            if (round > 0) runs.Add(run);
        }
    }

    private static async Task<Measurement> DescribeAsync(DatabaseEndpoint endpoint, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var source = await MigrationSources.OpenAsync(endpoint, new() { WithDefinitions = true, WithRows = false }, new SilentObserver(), cancellationToken);
        await using (source)
        {
            var entries = await source.ReadEntriesAsync(cancellationToken);
            if (entries.Count(entry => entry.Definition.Length > 0) < ManyObjects.Tables * 4) throw new BenchmarkException("Objects are missing in the description.");
        }

        return new(Stopwatch.GetElapsedTime(startedAt), Processor: null, PeakBytes: null);
    }
}
