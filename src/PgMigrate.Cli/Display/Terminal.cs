using System.Text;
using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>
/// Where the program writes: results on the standard output, warnings and errors on the standard error. Colours and moving bars are for
/// terminals; a file or a pipe gets plain lines.
/// </summary>
internal sealed class Terminal
{
    private const int LogWidth = 500;

    private readonly IAnsiConsole error;
    private readonly bool isLive;
    private readonly bool isTalkative;

    private Terminal(IAnsiConsole output, IAnsiConsole error, bool isLive, bool isTalkative)
    {
        Output = output;
        this.error = error;
        this.isLive = isLive;
        this.isTalkative = isTalkative;
    }

    public IAnsiConsole Output { get; }

    /// <summary>Whether a line has room for more than the most important figures.</summary>
    public bool IsWide => Output.Profile.Width >= 96;

    public static Terminal Create()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        var isLive = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new(Open(Console.Out, isLive), Open(Console.Error, !Console.IsErrorRedirected && isLive), isLive, isTalkative: false);
    }

    /// <summary>The same terminal, which also shows what explains the work.</summary>
    public Terminal Talkative() => new(Output, error, isLive, isTalkative: true);

    /// <summary>Runs the work while its progress is shown; nothing of that is left on a terminal.</summary>
    public async Task WatchAsync(string activity, Func<ProgressView, Task> work)
    {
        if (!isLive)
        {
            await work(new ProgressLines(this));
            return;
        }

        var labels = new BarLabels();
        await Output.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(
                labels.Names,
                new ProgressBarColumn
                {
                    Width = IsWide ? 24 : 20,
                    CompletedStyle = new Style(Color.Blue),
                    IndeterminateStyle = new Style(Color.Blue),
                },
                labels.Figures)
            .StartAsync(context => work(new ProgressBars(context, labels, this, activity)));
    }

    public void Line(string text = "") => Output.WriteLine(text);

    public void Title(string text) => Output.MarkupLineInterpolated($"[bold]{text}[/]");

    /// <summary>A step that was done, with its details and its time.</summary>
    public void Step(string done, string details, TimeSpan elapsed)
        => Output.MarkupLineInterpolated(
            $"[green]✓[/] {done}[grey]{(details.Length > 0 ? ": " : "")}[/]{details} [grey]({Figures.Seconds(elapsed)} s)[/]");

    public void Warning(string message) => error.MarkupLine(WarningText(message));

    /// <summary>
    /// A warning on the console that the bars are on. It fills its lines, because what is left of a bar there is not wiped away.
    /// </summary>
    public void WarningAboveBars(string message) => AboveBars(WarningText(message));

    /// <summary>The same for a line that is no warning.</summary>
    public void LineAboveBars(string line) => AboveBars(Markup.Escape(line));

    /// <summary>What explains the work, where it was asked for.</summary>
    public void Verbose(string message)
    {
        if (isTalkative) error.MarkupLine(VerboseText(message));
    }

    /// <summary>The same on the console that the bars are on.</summary>
    public void VerboseAboveBars(string message)
    {
        if (isTalkative) AboveBars(VerboseText(message));
    }

    public void Error(string message) => error.MarkupLineInterpolated($"[red]error:[/] {message}");

    /// <summary>What happened and what to do now, with what the server added.</summary>
    public void Error(MigrationException failure)
    {
        error.MarkupLineInterpolated($"[red]error:[/] {OptionNames.Translate(failure.Message)} [grey]({failure.ErrorId})[/]");
        if (failure.Detail is { } detail) error.WriteLine("  " + detail);
        if (failure.Where is { } where) error.WriteLine("  " + where);
        if (failure.Hint is { } hint && !failure.Message.Contains(hint, StringComparison.Ordinal)) error.WriteLine("  " + hint);
        if (failure.Remedy is { } remedy) Hint(OptionNames.Translate(remedy));
    }

    public void Hint(string remedy) => error.WriteLine("  → " + remedy);

    public void ErrorLine(string line) => error.WriteLine(line);

    private void AboveBars(string markup) => Output.Write(new Padder(new Markup(markup), new Padding(0)).Expand());

    private static string VerboseText(string message) => $"[grey]verbose: {Markup.Escape(OptionNames.Translate(message))}[/]";

    private static string WarningText(string message) => $"[yellow]warning:[/] {Markup.Escape(OptionNames.Translate(message))}";

    private static IAnsiConsole Open(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            // Some build servers would have colours in their logs: plain lines read better there.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal) console.Profile.Width = LogWidth;
        return console;
    }
}
