using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of what makes a whole database, and the request that they make.</summary>
internal class RestoreOptions : TransferOptions
{
    private readonly EntryOptions entries = new();

    private readonly Option<bool> clean = new("--clean") { Description = "Drop what will be created, before it is created." };

    private readonly Option<bool> ifExists = new("--if-exists") { Description = "With --clean: what is not there need not be dropped." };

    private readonly Option<bool> force = new("--force") { Description = "Copy into a database that has objects already, or another character set." };

    private readonly Option<ObjectFailureAction> onError = new("--on-error")
    {
        Description = "What to do when the destination refuses an object: stop (the default), or continue with the others.",
        HelpName = "stop|continue",
    };

    public RestoreOptions(EndpointArgument source)
        : base(source) => onError.AcceptNames();

    protected override IEnumerable<Option> Own => [.. entries.All, clean, ifExists, force, onError];

    public virtual DatabaseCopyRequest Read(ParseResult parsed) => Complete(
        new DatabaseCopyRequest
        {
            Source = Source.Read(parsed),
            Destination = Destination.Read(parsed),
            ExcludeExtensions = entries.ExcludeExtensions(parsed),
            NoOwner = entries.NoOwner(parsed),
            NoPrivileges = entries.NoPrivileges(parsed),
            NoComments = entries.NoComments(parsed),
            NoSecurityLabels = entries.NoSecurityLabels(parsed),
            NoTablespaces = entries.NoTablespaces(parsed),
            NoTableAccessMethod = entries.NoTableAccessMethod(parsed),
            Sections = entries.Sections(parsed),
            Clean = parsed.GetValue(clean),
            IfExists = parsed.GetValue(ifExists),
            Force = parsed.GetValue(force),
            ContinueOnError = parsed.GetValue(onError) == ObjectFailureAction.Continue,
        },
        parsed);
}
