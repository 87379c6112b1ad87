using System.CommandLine;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of the restore of an archive.</summary>
internal sealed class ImportOptions() : RestoreOptions(new ArchiveArgument())
{
    private readonly Option<string?> list = new("--list")
    {
        Description = "Restore the entries that this file names, in its order: the output of 'pgmigrate archive --list' or pg_restore --list, edited.",
        HelpName = "file",
    };

    protected override IEnumerable<Option> Own => [.. base.Own, list];

    protected override DatabaseCopyRequest Begin(ParseResult parsed)
        => base.Begin(parsed) with { List = parsed.GetValue(list) is { } file ? EntryList.Read(file) : null };
}
