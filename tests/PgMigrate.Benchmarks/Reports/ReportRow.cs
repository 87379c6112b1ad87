using System.Globalization;
using PgMigrate.Benchmarks.Contests;

namespace PgMigrate.Benchmarks.Reports;

/// <summary>One line of the tables, as text.</summary>
internal sealed record ReportRow(string Job, string Program, string Runs, string Time, string Ratio, string Processor, string Memory)
{
    public static IReadOnlyList<string> Headings { get; } = ["Job", "Program", "Runs", "Time", "Ratio", "CPU", "Peak memory"];

    public IReadOnlyList<string> Cells => [Job, Program, Runs, Time, Ratio, Processor, Memory];

    public static IEnumerable<ReportRow> Of(BenchmarkReport report)
    {
        foreach (var contest in report.Contests)
        {
            foreach (var standing in contest.Standings) yield return Of(contest, standing);
            foreach (var absent in contest.Absent) yield return new(contest.Title, absent, "", "not installed", "", "", "");
        }

        if (report.Import is not { } import) yield break;
        yield return new("Import-Module in a new pwsh", "PgMigrate", Count(import.Imports), Milliseconds(import.Milliseconds), "", "", "");
        yield return new("Import-Module in a new pwsh", "nothing imported", Count(import.Imports), Milliseconds(import.NothingMilliseconds), "", "", "");
    }

    private static ReportRow Of(ContestResult contest, Standing standing) => new(
        contest.Title,
        standing.Name,
        Count(standing.Runs),
        Seconds(standing.MedianSeconds),
        contest.RatioOf(standing) is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) + "×" : "",
        standing.MedianProcessorSeconds is { } processor ? Seconds(processor) : "",
        standing.PeakBytes is { } bytes ? (bytes / 1048576.0).ToString("0", CultureInfo.InvariantCulture) + " MiB" : "");

    private static string Count<T>(IReadOnlyList<T> runs) => runs.Count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    private static string Milliseconds(double value) => value.ToString("0", CultureInfo.InvariantCulture) + " ms";
}
