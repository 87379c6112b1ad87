using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate resume</c>: continues a copy that did not end.</summary>
internal sealed class ResumeCommand : Command
{
    public ResumeCommand(Terminal terminal)
        : base("resume", "Continues the unfinished run that the destination's journal remembers, as migrate --resume does.")
    {
        var options = new CopyOptions();
        options.AddTo(this, withResume: false);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (options.Shared.Choose(terminal, parsed), options.Read(parsed) with { Resume = true });
            return options.Report.RunAsync(chosen, parsed, items => CopyRun.ExecuteAsync(chosen, request, items, cancellationToken));
        });
    }
}
