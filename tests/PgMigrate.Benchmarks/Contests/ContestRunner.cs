using PgMigrate.Benchmarks.Measuring;
using PgMigrate.Benchmarks.Programs;

namespace PgMigrate.Benchmarks.Contests;

/// <summary>Lets the contenders run in turn, each into a fresh database, and checks that all rows arrived.</summary>
internal sealed class ContestRunner(BenchmarkServer server, Action<string> say)
{
    private const string Destination = "destination";

    /// <summary>Runs one round to warm up and then the measured rounds, or one round only where none are asked for; every contender in each: what slows the machine down meets all alike.</summary>
    /// <exception cref="BenchmarkException">A program failed, or rows are missing.</exception>
    public async Task<ContestResult> RunAsync(Contest contest, int rounds, CancellationToken cancellationToken)
    {
        var standings = contest.Contenders.Select(contender => new Standing { Name = contender.Name, IsOurs = contender.IsOurs }).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            for (var index = 0; index < standings.Count; index++)
            {
                var contender = contest.Contenders[index];
                var (measurement, contents) = await RunOnceAsync(contest, contender, isLast: round == rounds, cancellationToken);
                var size = contender.Archive is { } archive ? SizeOf(archive) : (long?)null;
                var what = rounds == 0 ? "once" : round == 0 ? "warm-up" : $"round {round} of {rounds}";
                say($"{contest.Title}: {contender.Name}, {what}: {measurement.Elapsed.TotalSeconds:0.00} s{(size is null ? "" : $", {size:N0} bytes")}");
                if (round == 0 && rounds > 0) continue;
                standings[index] = standings[index] with { Runs = [.. standings[index].Runs, measurement], Contents = contents, ArchiveBytes = size };
            }
        }

        return new() { Title = contest.Title, Rows = contest.Rows, Standings = standings, Absent = contest.Absent };
    }

    private async Task<(Measurement Measurement, Contents? Contents)> RunOnceAsync(Contest contest, Contender contender, bool isLast, CancellationToken cancellationToken)
    {
        await server.RecreateAsync(Destination, contest.Template, cancellationToken);
        var measurement = await MeasuredProcess.RunAsync(contender.Start(Destination), cancellationToken);
        // All archives of one contender are alike: one of them is proof enough.
        if (contender.Archive is not null && !isLast) return (measurement, null);
        if (contender.Restore is { } restore) await MeasuredProcess.RunAsync(restore(Destination), cancellationToken);
        var contents = await server.CountAsync(Destination, cancellationToken);
        if (contents.Rows != contest.Rows)
        {
            throw new BenchmarkException($"{contender.Name} brought {contents.Rows:N0} of {contest.Rows:N0} rows in {contest.Title}.");
        }

        await server.DropAsync(Destination, cancellationToken);
        return (measurement, contents);
    }

    private static long SizeOf(string archive)
        => File.Exists(archive) ? new FileInfo(archive).Length : new DirectoryInfo(archive).EnumerateFiles().Sum(file => file.Length);
}
