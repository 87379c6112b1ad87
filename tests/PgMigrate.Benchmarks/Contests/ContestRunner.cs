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
                var (measurement, contents) = await RunOnceAsync(contest, contest.Contenders[index], cancellationToken);
                var what = rounds == 0 ? "once" : round == 0 ? "warm-up" : $"round {round} of {rounds}";
                say($"{contest.Title}: {standings[index].Name}, {what}: {measurement.Elapsed.TotalSeconds:0.00} s");
                if (round == 0 && rounds > 0) continue;
                standings[index] = standings[index] with { Runs = [.. standings[index].Runs, measurement], Contents = contents };
            }
        }

        return new() { Title = contest.Title, Rows = contest.Rows, Standings = standings, Absent = contest.Absent };
    }

    private async Task<(Measurement Measurement, Contents Contents)> RunOnceAsync(Contest contest, Contender contender, CancellationToken cancellationToken)
    {
        await server.RecreateAsync(Destination, contest.Template, cancellationToken);
        var measurement = await MeasuredProcess.RunAsync(contender.Start(Destination), cancellationToken);
        var contents = await server.CountAsync(Destination, cancellationToken);
        if (contents.Rows != contest.Rows)
        {
            throw new BenchmarkException($"{contender.Name} brought {contents.Rows:N0} of {contest.Rows:N0} rows in {contest.Title}.");
        }

        await server.DropAsync(Destination, cancellationToken);
        return (measurement, contents);
    }
}
