using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of the copy of a whole database.</summary>
internal sealed class CloneOptions() : RestoreOptions(new("source", "The database to copy from."))
{
    private readonly Option<bool> includeRole = new("--include-role")
    {
        Description = "Create the roles that the database names and the destination lacks, without passwords.",
    };

    protected override IEnumerable<Option> Own => [.. base.Own, includeRole];

    public override DatabaseCopyRequest Read(ParseResult parsed) => base.Read(parsed) with { IncludeRoles = parsed.GetValue(includeRole) };
}
