using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate migrate</c>: copies tables.</summary>
internal sealed class MigrateCommand : Command
{
    public MigrateCommand(Terminal terminal)
        : base("migrate", "Copies the rows of tables into PostgreSQL; with --create-table the tables of a SQLite file too.")
    {
        var options = new CopyOptions();
        var resume = new Option<bool>("--resume") { Description = "Continue the unfinished run that the destination's journal remembers." };
        var restart = new Option<bool>("--restart") { Description = "Forget what the journal remembers of this source, and start anew." };
        options.AddTo(this);
        Add(resume);
        Add(restart);
        Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetValue(restart)) result.AddError("--resume and --restart exclude each other.");
        });
        SetAction((parsed, cancellationToken) =>
        {
            var request = options.Read(parsed) with { Resume = parsed.GetValue(resume), Restart = parsed.GetValue(restart) };
            return CopyRun.ExecuteAsync(options.Shared.Choose(terminal, parsed), request, cancellationToken);
        });
    }
}
