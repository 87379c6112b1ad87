using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate migration</c>: a project's SQL migrations, with the history that the Supabase CLI keeps.</summary>
internal sealed class MigrationCommand : Command
{
    public MigrationCommand(Terminal terminal)
        : base("migration", "Lists, applies and takes back a project's SQL migrations, in turns with the Supabase CLI if need be.")
    {
        Add(new ListMigrationsCommand(terminal));
        Add(new RunMigrationsCommand("up", "Applies the migrations that are pending.", isUndo: false, terminal));
        Add(new RunMigrationsCommand("down", "Takes back the last migration, or all down to one, by the files for it.", isUndo: true, terminal));
        Add(new RepairMigrationsCommand(terminal));
    }
}
