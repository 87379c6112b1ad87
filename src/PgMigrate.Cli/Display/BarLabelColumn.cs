using Spectre.Console;
using Spectre.Console.Rendering;

namespace PgMigrate.Cli.Display;

/// <summary>A column of plain text. Unlike the library's own it keeps the blanks that a name begins with.</summary>
internal sealed class BarLabelColumn(Func<ProgressTask, string> label, Style style) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(label(task), style);
}
