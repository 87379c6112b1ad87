using System.Diagnostics;
using PgMigrate.Benchmarks.Data;
using PgMigrate.Benchmarks.Measuring;
using PgMigrate.Benchmarks.Programs;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Benchmarks.Contests;

/// <summary>
/// How long it takes to prove that two databases hold the same rows, next to what the servers need to hash them at all; and to find ten rows of
/// a million that differ, next to proving that none does. Within this process, in turn, and once as a program for its memory.
/// </summary>
internal static class IntegrityChecking
{
    private const int Jobs = 2;

    /// <summary>Rows that are far from each other.</summary>
    private const string Damage = "UPDATE public.events SET title = title || '.' WHERE id IN (SELECT n * 99991 FROM generate_series(1, 10) n)";

    public static async Task<IReadOnlyList<ContestResult>> RunAsync(
        BenchmarkServer server, IReadOnlyList<PgMigrateProgram> forms, BenchmarkOptions options, Action<string> say, CancellationToken cancellationToken)
        =>
        [
            await WholeDatabaseAsync(server, forms, options, say, cancellationToken),
            await TenRowsAsync(server, options, say, cancellationToken),
        ];

    private static async Task<ContestResult> WholeDatabaseAsync(
        BenchmarkServer server, IReadOnlyList<PgMigrateProgram> forms, BenchmarkOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        const string Source = "integrity_shop";
        const string Destination = "integrity_shop_copy";
        await MakeAsync(server, Source, ShopDatabase.Schema, ShopDatabase.Fill(options.Scale), cancellationToken);
        await server.RecreateAsync(Destination, Source, cancellationToken);
        var rows = (await server.CountAsync(Source, cancellationToken)).Rows;
        var title = $"Proving that two databases of {rows:N0} rows are the same";
        var (own, others) = (new List<Measurement>(), new List<Measurement>());
        var programs = forms.Select(form => (Program: form.With("verify", Jobs, server, server.UrlOf(Source), "--scope", "rows"), Runs: new List<Measurement>())).ToList();
        for (var round = 0; round <= options.Rounds; round++)
        {
            Add(others, await TimeAsync(() => Task.WhenAll(server.HashAsync(Source, cancellationToken), server.HashAsync(Destination, cancellationToken))), "sum(hashtextextended(t::text, 0)) in both servers", round);
            Add(own, await TimeAsync(() => CompareAsync(server, Source, Destination, differing: 0, cancellationToken)), "PgMigrate", round);
            foreach (var (program, runs) in programs) Add(runs, await MeasuredProcess.RunAsync(program.Start(Destination), cancellationToken), program.Name, round);
        }

        return new()
        {
            Title = title,
            Rows = rows,
            Standings =
            [
                new Standing { Name = "sum(hashtextextended(t::text, 0)::numeric), both ends at once", IsOurs = false, Runs = others },
                new Standing { Name = "PgMigrate, in a warm process", IsOurs = true, Runs = own },
                .. programs.Select(one => new Standing { Name = one.Program.Name, IsOurs = true, Runs = one.Runs }),
            ],
            Absent = [],
        };

        void Add(List<Measurement> runs, Measurement run, string name, int round) => Note(say, title, runs, run, name, round, options.Rounds);
    }

    private static async Task<ContestResult> TenRowsAsync(BenchmarkServer server, BenchmarkOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        const string Source = "integrity_events";
        const string Same = "integrity_events_same";
        const string Damaged = "integrity_events_damaged";
        await MakeAsync(server, Source, EventTable.Schema, EventTable.Fill(options.Scale), cancellationToken);
        await server.RecreateAsync(Same, Source, cancellationToken);
        await server.RecreateAsync(Damaged, Source, cancellationToken);
        await server.ExecuteAsync(Damaged, Damage, cancellationToken);
        var rows = (await server.CountAsync(Source, cancellationToken)).Rows;
        var title = $"Finding ten rows of {rows:N0} that differ";
        var (clean, located) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            Note(say, title, clean, await TimeAsync(() => CompareAsync(server, Source, Same, differing: 0, cancellationToken)), "none differs", round, options.Rounds);
            Note(say, title, located, await TimeAsync(() => CompareAsync(server, Source, Damaged, differing: 10, cancellationToken)), "ten differ", round, options.Rounds);
        }

        return new()
        {
            Title = title,
            Rows = rows,
            Standings =
            [
                new Standing { Name = "PgMigrate where none differs", IsOurs = false, Runs = clean },
                new Standing { Name = "PgMigrate where ten differ", IsOurs = true, Runs = located },
            ],
            Absent = [],
        };
    }

    private static async Task MakeAsync(BenchmarkServer server, string name, string schema, string fill, CancellationToken cancellationToken)
    {
        await server.RecreateAsync(name, template: null, cancellationToken);
        await server.ExecuteAsync(name, schema, cancellationToken);
        await server.ExecuteAsync(name, fill, cancellationToken);
        await server.ExecuteAsync(name, "VACUUM ANALYZE", cancellationToken);
    }

    private static async Task CompareAsync(BenchmarkServer server, string source, string destination, int differing, CancellationToken cancellationToken)
    {
        var request = new RowComparisonRequest
        {
            Source = EndpointParser.Parse(server.UrlOf(source)),
            Destination = EndpointParser.Parse(server.UrlOf(destination)),
            ThrottleLimit = Jobs,
        };
        var found = 0;
        await foreach (var table in RowComparison.RunAsync(request, new SilentObserver(), cancellationToken)) found += table.Differences.Count;
        if (found != differing) throw new BenchmarkException($"{found} rows were said to differ instead of {differing}.");
    }

    private static async Task<Measurement> TimeAsync(Func<Task> work)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await work();
        return new(Stopwatch.GetElapsedTime(startedAt), Processor: null, PeakBytes: null);
    }

    private static void Note(Action<string> say, string title, List<Measurement> runs, Measurement run, string name, int round, int rounds)
    {
        say($"{title}: {name}, {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}: {run.Elapsed.TotalSeconds:0.000} s");
        if (round > 0) runs.Add(run);
    }
}
