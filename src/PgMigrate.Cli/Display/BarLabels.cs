using System.Collections.Concurrent;
using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>The words before and behind the bars: their columns, and what stands there for each bar.</summary>
internal sealed class BarLabels
{
    private readonly ConcurrentDictionary<int, string> names = new();
    private readonly ConcurrentDictionary<int, string> figures = new();

    public BarLabels()
    {
        Names = new BarLabelColumn(bar => names.GetValueOrDefault(bar.Id, ""), Style.Plain);
        Figures = new BarLabelColumn(bar => Percent(bar) + figures.GetValueOrDefault(bar.Id), new Style(Color.Grey));
    }

    public ProgressColumn Names { get; }

    public ProgressColumn Figures { get; }

    public void Name(ProgressTask bar, string name) => names[bar.Id] = name;

    public void Describe(ProgressTask bar, string text) => figures[bar.Id] = text;

    private static string Percent(ProgressTask bar)
        => bar.IsIndeterminate ? "" : FormattableString.Invariant($"{Math.Floor(bar.Percentage),3:N0}%  ");
}
