using System.Globalization;

namespace PgMigrate.Cli.Display;

/// <summary>Writes numbers as this program shows them everywhere.</summary>
internal static class Figures
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string MiB(long bytes) => (bytes / 1_048_576.0).ToString("N1", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture);

    public static string Milliseconds(TimeSpan? time) => time?.TotalMilliseconds.ToString("N2", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Longer words would leave no room for the bar.</summary>
    private const int ObjectsWidth = 44;

    /// <summary>Rows and their rate; where there is room, bytes and the time left too.</summary>
    public static string Progress(MigrationProgress progress, TimeSpan elapsed, bool isWide)
    {
        if (progress.TotalObjects is not null) return isWide ? Shortened(progress.Status, ObjectsWidth) : $"{Count(progress.Objects)} of {Count(progress.TotalObjects.Value)}";
        if (progress.Rows == 0) return progress.TotalRows is null && progress.TotalBytes is null ? progress.Status : "";
        var rate = elapsed > TimeSpan.FromSeconds(0.3) ? $"  {Count((long)(progress.Rows / elapsed.TotalSeconds))}/s" : "";
        var text = $"{Count(progress.Rows)} rows{rate}";
        if (!isWide) return text;
        var left = progress.Remaining is { } time && time > TimeSpan.FromSeconds(1)
            ? $"  {time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)} left"
            : "";
        return $"{text}  {MiB(progress.Bytes)} MiB{left}";
    }

    /// <summary>The text with an ellipsis for what is beyond the width.</summary>
    public static string Shortened(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
