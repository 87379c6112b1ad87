using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PgMigrate.Cli.Display;

/// <summary>The figures behind the bars.</summary>
internal sealed class BarTextColumn : ProgressColumn
{
    private readonly ConcurrentDictionary<int, string> texts = new();

    protected override bool NoWrap => true;

    public void Show(ProgressTask bar, string text) => texts[bar.Id] = text;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var percent = task.IsIndeterminate ? "" : FormattableString.Invariant($"{Math.Floor(task.Percentage),3:N0}%  ");
        return new Text(percent + texts.GetValueOrDefault(task.Id), new Style(Color.Grey));
    }
}
