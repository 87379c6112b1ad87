using Spectre.Console;
using Spectre.Console.Rendering;

namespace PgMigrate.Cli.Display;

/// <summary>The figures behind a bar.</summary>
internal sealed class BarTextColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var percent = task.IsIndeterminate ? "" : FormattableString.Invariant($"{task.Percentage,3:N0}%  ");
        return new Text(percent + task.State.Get<string>(ProgressBars.Text), new Style(Color.Grey));
    }
}
