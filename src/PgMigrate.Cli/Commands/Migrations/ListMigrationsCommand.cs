using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Supabase;
using Spectre.Console;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate migration list</c>.</summary>
internal sealed class ListMigrationsCommand : Command
{
    private readonly MigrationOptions options = new();

    public ListMigrationsCommand(Terminal terminal)
        : base("list", "Lists what is applied, pending, missing or changed, and exits with 1 where files and history do not fit.")
    {
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(options.Choose(terminal, parsed), parsed, cancellationToken));
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<SupabaseMigration> migrations = [];
        await terminal.WatchAsync(
            "Comparing files and history",
            async view => migrations = await MigrationListing.ReadAsync(options.ReadDatabase(parsed, view), options.ReadPath(parsed), view, cancellationToken));
        var table = new Table().Border(TableBorder.Simple).AddColumns("Version", "Local", "Remote", "Status", "Name");
        foreach (var one in migrations)
        {
            var name = one.Remark is null ? one.Name : $"{one.Name} ({OptionNames.Translate(one.Remark)})";
            table.AddRow(new Text(one.Version), Mark(one.IsLocal), Mark(one.IsRemote), new Text(one.Status.ToString()), new Text(name));
        }

        if (migrations.Count > 0) terminal.Output.Write(table);
        else terminal.Line("There is no migration, neither as a file nor in the history.");
        var fits = migrations.All(one => one.Status is SupabaseMigrationStatus.Applied or SupabaseMigrationStatus.Pending);
        return fits ? ExitCode.Ok : ExitCode.Different;
    }

    private static Text Mark(bool isThere) => new(isThere ? "yes" : "");
}
