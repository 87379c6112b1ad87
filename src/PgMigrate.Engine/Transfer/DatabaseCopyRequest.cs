using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Transfer;

/// <summary>Which database to copy whole, from where to where, and what of it.</summary>
public sealed record DatabaseCopyRequest : TransferRequest, IEntryChoice
{
    /// <summary>Leaves every object to the destination's role.</summary>
    public bool NoOwner { get; init; }

    /// <summary>Leaves out GRANT and REVOKE.</summary>
    public bool NoPrivileges { get; init; }

    public bool NoComments { get; init; }

    public bool NoSecurityLabels { get; init; }

    /// <summary>Leaves everything in the destination's default tablespace.</summary>
    public bool NoTablespaces { get; init; }

    /// <summary>Leaves every table to the destination's default access method.</summary>
    public bool NoTableAccessMethod { get; init; }

    /// <summary>Drops what will be created, before it is created.</summary>
    public bool Clean { get; init; }

    /// <summary>With <see cref="Clean"/>: what is not there need not be dropped.</summary>
    public bool IfExists { get; init; }

    /// <summary>The sections to restore.</summary>
    public DatabaseSections Sections { get; init; } = DatabaseSections.All;

    /// <summary>The entries of an archive to restore, and their order; null for all. What else chooses entries leaves out some of these.</summary>
    public EntryList? List { get; init; }

    /// <summary>The extensions to leave out, with all that needs them, by name and wildcard.</summary>
    public IReadOnlyList<string> ExcludeExtensions { get; init; } = [];

    /// <summary>Creates the roles that the database names and the destination lacks, without passwords.</summary>
    public bool IncludeRoles { get; init; }

    /// <summary>Whose rules the destination follows; null where that is found out.</summary>
    public DatabaseProvider? DestinationHost { get; init; }

    /// <summary>
    /// Makes the destination's database, named as its endpoint names it, as the source says of its own; with <see cref="Clean"/> that is dropped first.
    /// </summary>
    public bool Create { get; init; }

    /// <summary>
    /// Brings everything in one transaction over one connection, or nothing. Without a journal: there is never anything to resume.
    /// </summary>
    public bool SingleTransaction { get; init; }

    /// <summary>
    /// Lets every trigger of the tables rest while their rows come, also those that are enabled ALWAYS or for REPLICA, and refuses a role that
    /// can't do that. Foreign keys are checked afterwards all the same.
    /// </summary>
    public bool DisableTriggers { get; init; }

    /// <summary>Goes on after an object that the destination refuses.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>Copies into a database that has objects already, or cannot hold all text of the source's character set.</summary>
    public bool Force { get; init; }

    /// <summary>Ends when what comes before the rows is there, as a run that was interrupted and can be resumed.</summary>
    internal bool PausesBeforeRows { get; init; }

    /// <summary>Whether the source is read only as long as it is copied.</summary>
    internal bool IsSourceFenced { get; init; }

    public override void Validate()
    {
        base.Validate();
        if (List is not null && Source.Kind != DatabaseKind.Archive)
        {
            throw Conflict(nameof(List), "-List names entries of an archive, and the source is none.", "Choose with -Table and -Schema, or export the database and import the archive.");
        }

        if (IfExists && !Clean) throw Conflict(nameof(IfExists), "-IfExists is about what -Clean drops, and nothing is to be dropped.", "Add -Clean, or leave -IfExists out.");
        if (Create) RequireCreatable();
        if (SingleTransaction) RequireSingle();
        if (DisableTriggers && Sections.HasFlag(DatabaseSections.PreData) && List is null)
        {
            throw Conflict(
                "DisableTrigger", "-DisableTrigger is about tables that are there, and here they are made, and their triggers after the rows.",
                "Add -DataOnly, or leave -DisableTrigger out.");
        }

        if (Clean && Sections == DatabaseSections.Data)
        {
            throw Conflict(
                nameof(Clean), "-Clean drops objects that the copy makes again, and a copy of rows alone makes none.",
                "Leave -Clean out, and let -Force add to the rows that are there.");
        }
    }

    /// <summary>What to take from the source.</summary>
    internal SourceSelection SourceSelection => new()
    {
        Filter = new(Selection),
        InferTypes = InferTypes,
        LockTimeout = LockTimeout,
        IdentifierCase = IdentifierCase,
        WithDefinitions = true,
        // Where the tables are made and not filled, what they hold is no matter.
        WithRows = Sections.HasFlag(DatabaseSections.Data) || !Sections.HasFlag(DatabaseSections.PreData),
    };

    private void RequireCreatable()
    {
        if (SingleTransaction) throw Conflict(nameof(Create), "No transaction can make a database.", "Leave -SingleTransaction out: a new database can be dropped if its copy fails.");
        if (!Sections.HasFlag(DatabaseSections.PreData)) throw Conflict(nameof(Create), "-Create makes the database, and no table in it is to be made.", "Leave -Create out, or copy the schema too.");
    }

    private void RequireSingle()
    {
        const string Parameter = nameof(SingleTransaction);
        if (ThrottleLimit > 1) throw Conflict(Parameter, "A transaction has one connection.", "Leave -ThrottleLimit out, or -SingleTransaction.");
        if (Resume || Restart || JournalPath is not null || RemoveJournal) throw Conflict(
            Parameter, "One transaction brings everything or nothing: there is no journal, and never anything to resume.",
            "Leave -Resume, -Restart, -JournalPath and -RemoveJournal out, or -SingleTransaction.");
        if (ContinueOnError) throw Conflict(Parameter, "One transaction brings everything or nothing, and -OnError Continue would leave something out.", "Say one of them.");
        if (OnBadRow == BadRowAction.Reject) throw Conflict(Parameter, "One transaction brings everything or nothing, and -OnBadRow Reject would leave rows out.", "Say one of them.");
    }

    internal override bool RestsTriggers => DisableTriggers;

    internal override bool IsSingleTransaction => SingleTransaction;

    internal override string Activity => "Copying the database";

    internal override bool CreatesTables => Sections.HasFlag(DatabaseSections.PreData) && List is null;

    internal override CopyMode RowMode => Force && !Sections.HasFlag(DatabaseSections.PreData) ? CopyMode.Append : CopyMode.Empty;

    internal override string RemedyForRows => "Empty the table, leave it out with -ExcludeTable, or add to its rows with -DataOnly and -Force.";

    internal override bool AdvancesSequences => Source.Kind == DatabaseKind.Sqlite;

    internal override bool TellsEntriesByTable => false;

    internal override string Settings => string.Join(' ', Words());

    private IEnumerable<string> Words()
    {
        yield return $"-Section {Sections}";
        if (NoOwner) yield return "-NoOwner";
        if (NoPrivileges) yield return "-NoPrivileges";
        if (NoComments) yield return "-NoComments";
        if (NoSecurityLabels) yield return "-NoSecurityLabels";
        if (NoTablespaces) yield return "-NoTablespaces";
        if (NoTableAccessMethod) yield return "-NoTableAccessMethod";
        foreach (var one in Selection.Tables) yield return $"-Table {one}";
        foreach (var one in Selection.ExcludeTables) yield return $"-ExcludeTable {one}";
        foreach (var one in Selection.Schemas) yield return $"-Schema {one}";
        foreach (var one in Selection.ExcludeSchemas) yield return $"-ExcludeSchema {one}";
        if (List is not null) yield return $"-List {List.Fingerprint}";
        foreach (var one in ExcludeExtensions) yield return $"-ExcludeExtension {one}";
    }
}
