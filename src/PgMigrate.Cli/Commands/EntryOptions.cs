using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The options that say what of a database's entries is taken, and how, wherever they come from and go to.</summary>
internal sealed class EntryOptions
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

    private readonly Option<bool> schemaOnly = new("--schema-only") { Description = "Everything but rows." };

    private readonly Option<bool> dataOnly = new("--data-only") { Description = "Rows and sequences' positions alone." };

    private readonly Option<DatabaseSections?> section = new("--section")
    {
        Description = "These sections alone: pre-data, data, post-data. May be repeated.",
        HelpName = "section",
    };

    public EntryOptions() => section.AcceptSections();

    public IEnumerable<Option> All =>
        [excludeExtension, noOwner, noPrivileges, noComments, noSecurityLabels, noTablespaces, noTableAccessMethod, schemaOnly, dataOnly, section];

    public string[] ExcludeExtensions(ParseResult parsed) => parsed.GetValue(excludeExtension) ?? [];

    public bool NoOwner(ParseResult parsed) => parsed.GetValue(noOwner);

    public bool NoPrivileges(ParseResult parsed) => parsed.GetValue(noPrivileges);

    public bool NoComments(ParseResult parsed) => parsed.GetValue(noComments);

    public bool NoSecurityLabels(ParseResult parsed) => parsed.GetValue(noSecurityLabels);

    public bool NoTablespaces(ParseResult parsed) => parsed.GetValue(noTablespaces);

    public bool NoTableAccessMethod(ParseResult parsed) => parsed.GetValue(noTableAccessMethod);

    public DatabaseSections Sections(ParseResult parsed)
        => SectionChoice.Of(parsed.GetValue(schemaOnly), parsed.GetValue(dataOnly), parsed.GetValue(section));
}
