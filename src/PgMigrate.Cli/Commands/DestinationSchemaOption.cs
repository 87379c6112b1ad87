using System.CommandLine;

namespace PgMigrate.Cli.Commands;

/// <summary>Where rows are, or shall be, in the destination.</summary>
internal sealed class DestinationSchemaOption : Option<string?>
{
    public DestinationSchemaOption()
        : base("--destination-schema")
    {
        Description = "The destination's schema, if not the source's own.";
        HelpName = "name";
    }
}
