using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate import</c>: restores a database from an archive.</summary>
internal sealed class ImportCommand : Command
{
    public ImportCommand(Terminal terminal)
        : base("import", "Restores a database into PostgreSQL from an archive or script of pg_dump's or of 'pgmigrate export'.")
    {
        var options = new RestoreOptions(new ArchiveArgument());
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => CloneRun.ExecuteAsync(
            options.Shared.Choose(terminal, parsed), Name, "Restoring the database", options.Read(parsed), cancellationToken));
    }
}
