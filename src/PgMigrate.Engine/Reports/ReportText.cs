using System.Globalization;

namespace PgMigrate.Engine.Reports;

/// <summary>Writes values as a report shows them, in every country alike.</summary>
internal static class ReportText
{
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>So many of something, such as <c>1 row</c> or <c>1,200 rows</c>.</summary>
    public static string Of(long count, string one) => $"{Of(count)} {one}{(count == 1 ? "" : "s")}";

    public static string Of(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture),
        { TotalMinutes: >= 1 } => time.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min",
        { TotalSeconds: >= 1 } => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalMilliseconds: >= 10 } => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        // Latencies within a machine.
        _ => time.TotalMilliseconds.ToString("0.##", CultureInfo.InvariantCulture) + " ms",
    };

    public static string Of(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Of(ReportState state) => state switch
    {
        ReportState.Good => "Passed",
        ReportState.Attention => "Attention",
        ReportState.Bad => "Failed",
        ReportState.NotChecked => "Not checked",
        _ => "For information",
    };

    /// <summary>A cell; the empty text for nothing.</summary>
    public static string Of(object? value, ReportColumnKind kind) => (value, kind) switch
    {
        (null, _) => "",
        (long bytes, ReportColumnKind.Bytes) => ByteSize.Format(bytes),
        (long count, _) => Of(count),
        (TimeSpan time, _) => Of(time),
        (string text, _) => text,
        _ => throw new ArgumentException($"A cell can't be a {value.GetType()}.", nameof(value)),
    };
}
