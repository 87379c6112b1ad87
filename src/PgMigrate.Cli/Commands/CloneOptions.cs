using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of the copy of a whole database, and the request that they make.</summary>
internal sealed class CloneOptions : TransferOptions
{
    private readonly Option<string[]> excludeExtension = new("--exclude-extension")
    {
        Description = "Not these extensions, nor what needs them; * and ? are wildcards.",
        HelpName = "pattern",
    };

    private readonly Option<bool> noOwner = new("--no-owner") { Description = "Leave every object to the destination's role." };

    private readonly Option<bool> noPrivileges = new("--no-privileges") { Description = "Leave out what was granted and revoked." };

    private readonly Option<bool> noComments = new("--no-comments") { Description = "Leave out comments." };

    private readonly Option<bool> noSecurityLabels = new("--no-security-labels") { Description = "Leave out security labels." };

    private readonly Option<bool> noTablespaces = new("--no-tablespaces") { Description = "Leave everything in the destination's default tablespace." };

    private readonly Option<bool> noTableAccessMethod = new("--no-table-access-method")
    {
        Description = "Leave every table to the destination's default access method.",
    };

    private readonly Option<bool> includeRole = new("--include-role")
    {
        Description = "Create the roles that the database names and the destination lacks, without passwords.",
    };

    private readonly Option<bool> schemaOnly = new("--schema-only") { Description = "Everything but rows." };

    private readonly Option<bool> dataOnly = new("--data-only") { Description = "Rows and sequences' positions alone." };

    private readonly Option<DatabaseSections?> section = new("--section")
    {
        Description = "These sections alone: pre-data, data, post-data. May be repeated.",
        HelpName = "section",
    };

    private readonly Option<bool> clean = new("--clean") { Description = "Drop what will be created, before it is created." };

    private readonly Option<bool> ifExists = new("--if-exists") { Description = "With --clean: what is not there need not be dropped." };

    private readonly Option<bool> force = new("--force") { Description = "Copy into a database that has objects already, or another character set." };

    private readonly Option<ObjectFailureAction> onError = new("--on-error")
    {
        Description = "What to do when the destination refuses an object: stop (the default), or continue with the others.",
        HelpName = "stop|continue",
    };

    public CloneOptions()
    {
        section.AcceptSections();
        onError.AcceptNames();
    }

    protected override IEnumerable<Option> Own =>
    [
        excludeExtension, noOwner, noPrivileges, noComments, noSecurityLabels, noTablespaces, noTableAccessMethod, includeRole, schemaOnly, dataOnly, section, clean, ifExists, force, onError,
    ];

    public DatabaseCopyRequest Read(ParseResult parsed) => Complete(
        new DatabaseCopyRequest
        {
            Source = Source.Read(parsed),
            Destination = Destination.Read(parsed),
            ExcludeExtensions = parsed.GetValue(excludeExtension) ?? [],
            NoOwner = parsed.GetValue(noOwner),
            NoPrivileges = parsed.GetValue(noPrivileges),
            NoComments = parsed.GetValue(noComments),
            NoSecurityLabels = parsed.GetValue(noSecurityLabels),
            NoTablespaces = parsed.GetValue(noTablespaces),
            NoTableAccessMethod = parsed.GetValue(noTableAccessMethod),
            IncludeRoles = parsed.GetValue(includeRole),
            Sections = SectionChoice.Of(parsed.GetValue(schemaOnly), parsed.GetValue(dataOnly), parsed.GetValue(section)),
            Clean = parsed.GetValue(clean),
            IfExists = parsed.GetValue(ifExists),
            Force = parsed.GetValue(force),
            ContinueOnError = parsed.GetValue(onError) == ObjectFailureAction.Continue,
        },
        parsed);
}
