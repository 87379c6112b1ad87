using System.CommandLine;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Cli.Commands;

/// <summary>An argument that names an archive, whatever it is called.</summary>
internal sealed class ArchiveArgument() : EndpointArgument(
    "archive", "The archive to read:", "a file or folder of pg_dump's or of 'pgmigrate export', or a script; what it holds says which.")
{
    public override DatabaseEndpoint Read(ParseResult parsed) => ArchiveEndpoint.Of(PathOf(parsed));

    public string PathOf(ParseResult parsed) => parsed.GetRequiredValue(this);
}
