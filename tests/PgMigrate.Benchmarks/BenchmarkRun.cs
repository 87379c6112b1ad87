using PgMigrate.Benchmarks.Contests;
using PgMigrate.Benchmarks.Programs;
using PgMigrate.Benchmarks.Reports;
using Spectre.Console;

namespace PgMigrate.Benchmarks;

/// <summary>Runs the chosen benchmarks with one server and one folder for all, and reports.</summary>
internal static class BenchmarkRun
{
    private const int MemoryScale = 4;

    public static async Task<BenchmarkReport> RunAsync(IReadOnlySet<Benchmark> chosen, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var report = new BenchmarkReport { Machine = new(), Options = options };
        if (chosen.Any(benchmark => benchmark != Benchmark.Import)) report = await RunContestsAsync(chosen, report, cancellationToken);
        return chosen.Contains(Benchmark.Import) ? await ImportAsync(report, cancellationToken) : report;
    }

    private static async Task<BenchmarkReport> RunContestsAsync(IReadOnlySet<Benchmark> chosen, BenchmarkReport report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("pgmigrate-benchmark-").FullName;
        try
        {
            await using var server = await BenchmarkServer.StartAsync(cancellationToken);
            // What is measured within this process needs no other form of the program.
            var isPublished = chosen.Any(benchmark => benchmark is not (Benchmark.Import or Benchmark.Schema));
            var native = isPublished ? await PgMigrateProgram.PublishNativeAsync(folder, cancellationToken) : null;
            var ready = isPublished ? await PgMigrateProgram.PublishReadyToRunAsync(folder, cancellationToken) : null;
            if (isPublished && native is null) report = report with { Missing = [.. report.Missing, "PgMigrate could not be published as native code."] };
            if (isPublished && ready is null) report = report with { Missing = [.. report.Missing, "PgMigrate could not be published ready to run."] };
            var forms = new[] { native, ready, PgMigrateProgram.OnDotnet }.OfType<PgMigrateProgram>().ToList();
            var (arena, runner, options) = (new Arena(server, forms, folder), new ContestRunner(server, AnsiConsole.WriteLine), report.Options);
            var results = new List<ContestResult>();
            if (chosen.Contains(Benchmark.Sqlite)) await RunAsync(await arena.SqliteAsync(options.Scale, cancellationToken));
            if (chosen.Contains(Benchmark.Copy)) await RunAsync(await arena.BigTableAsync(options.Scale, cancellationToken));
            if (chosen.Contains(Benchmark.Tables)) await RunAsync(await arena.ManyTablesAsync(options.Scale, cancellationToken));
            if (chosen.Contains(Benchmark.Clone)) await RunAsync(await arena.WholeDatabaseAsync(options.Scale, cancellationToken));
            if (chosen.Contains(Benchmark.Archive))
            {
                foreach (var contest in await arena.ArchivesAsync(options.Scale, cancellationToken)) await RunAsync(contest);
            }

            if (chosen.Contains(Benchmark.Schema)) results.Add(await SchemaReading.RunAsync(server, options.Rounds, AnsiConsole.WriteLine, cancellationToken));
            if (chosen.Contains(Benchmark.Integrity)) results.AddRange(await IntegrityChecking.RunAsync(server, forms, options, AnsiConsole.WriteLine, cancellationToken));
            if (chosen.Contains(Benchmark.Memory))
            {
                foreach (var scale in new[] { options.Scale, options.Scale * MemoryScale })
                {
                    await RunMemoryAsync(await arena.SqliteAsync(scale, cancellationToken));
                    await RunMemoryAsync(await arena.BigTableAsync(scale, cancellationToken));
                    await RunMemoryAsync(await arena.WholeDatabaseAsync(scale, cancellationToken));
                    foreach (var contest in await arena.BigArchiveAsync(scale, cancellationToken)) await RunMemoryAsync(contest);
                }
            }

            return report with { Machine = report.Machine with { Server = server.Version }, Contests = results };

            async Task RunAsync(Contest contest) => results.Add(await runner.RunAsync(contest, options.Rounds, cancellationToken));

            async Task RunMemoryAsync(Contest contest)
            {
                var alone = contest with { Title = $"Memory: {contest.Title}", Contenders = [.. contest.Contenders.Where(one => one.IsOurs)], Absent = [] };
                results.Add(await runner.RunAsync(alone, rounds: 0, cancellationToken));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<BenchmarkReport> ImportAsync(BenchmarkReport report, CancellationToken cancellationToken)
        => await ModuleImport.MeasureAsync(cancellationToken) is { } import
            ? report with { Import = import }
            : report with { Missing = [.. report.Missing, "Import-Module was not measured: it needs pwsh on the PATH and a built module in out/PgMigrate."] };
}
