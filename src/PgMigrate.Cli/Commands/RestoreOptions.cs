using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of what makes a whole database, and the request that they make.</summary>
internal class RestoreOptions : TransferOptions
{
    private readonly EntryOptions entries = new();

    private readonly Option<bool> clean = new("--clean") { Description = "Drop what will be created, before it is created." };

    private readonly Option<bool> ifExists = new("--if-exists") { Description = "With --clean: what is not there need not be dropped." };

    private readonly Option<bool> create = new("--create") { Description = "Create the destination's database first; with --clean, drop it before." };

    private readonly Option<bool> singleTransaction = new("--single-transaction") { Description = "Bring everything in one transaction over one connection, or nothing." };

    private readonly Option<bool> disableTrigger = new("--disable-trigger")
    {
        Description = "With --data-only: let each table's triggers and foreign keys rest while its rows come, as pg_restore --disable-triggers does.",
    };

    private readonly Option<bool> force = new("--force") { Description = "Copy into a database that has objects already, or another character set." };

    private readonly Option<ObjectFailureAction> onError = new("--on-error")
    {
        Description = "What to do when the destination refuses an object: stop (the default), or continue with the others.",
        HelpName = "stop|continue",
    };

    private readonly Option<DatabaseProvider?> destinationHost = new("--destination-host")
    {
        Description = "Whose rules the destination follows: supabase, render, neon, other. By default that is found out.",
        HelpName = "host",
    };

    public RestoreOptions(EndpointArgument source)
        : base(source) => onError.AcceptNames();

    protected override IEnumerable<Option> Own => [.. entries.All, clean, ifExists, create, singleTransaction, disableTrigger, force, onError, destinationHost];

    public DatabaseCopyRequest Read(ParseResult parsed) => Complete(Begin(parsed), parsed);

    /// <summary>The request before what all copies have in common is added to it, and it is validated.</summary>
    protected virtual DatabaseCopyRequest Begin(ParseResult parsed)
    {
        var request = new DatabaseCopyRequest
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
            DestinationHost = parsed.GetValue(destinationHost),
            Create = parsed.GetValue(create),
            SingleTransaction = parsed.GetValue(singleTransaction),
            DisableTriggers = parsed.GetValue(disableTrigger),
            Force = parsed.GetValue(force),
            ContinueOnError = parsed.GetValue(onError) == ObjectFailureAction.Continue,
        };
        return request.SingleTransaction ? request with { ThrottleLimit = 1 } : request;
    }
}
