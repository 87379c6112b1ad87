using System.CommandLine;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;

namespace PgMigrate.Cli.Commands;

/// <summary>What of two databases' objects matters.</summary>
internal sealed class SchemaOptions
{
    private readonly Option<bool> noOwner = new("--no-owner") { Description = "It does not matter who owns an object." };
    private readonly Option<bool> noPrivileges = new("--no-privileges") { Description = "It does not matter what was granted." };
    private readonly Option<bool> noComments = new("--no-comments") { Description = "Comments and security labels do not matter." };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { noOwner, noPrivileges, noComments }) command.Add(option);
    }

    public SchemaComparisonOptions Read(ParseResult parsed, TableSelection selection) => new()
    {
        Selection = selection,
        WithOwners = !parsed.GetValue(noOwner),
        WithPrivileges = !parsed.GetValue(noPrivileges),
        WithComments = !parsed.GetValue(noComments),
    };
}
