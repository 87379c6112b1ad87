using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What a request, to copy or to export, takes of a database's entries.</summary>
internal interface IEntryChoice
{
    /// <summary>The tables, and what hangs on them.</summary>
    TableSelection Selection { get; }

    /// <summary>The sections to take.</summary>
    DatabaseSections Sections { get; }

    /// <summary>The extensions to leave out, with all that needs them, by name and wildcard.</summary>
    IReadOnlyList<string> ExcludeExtensions { get; }

    bool NoPrivileges { get; }

    bool NoComments { get; }

    bool NoSecurityLabels { get; }

    bool NoTablespaces { get; }

    bool NoTableAccessMethod { get; }
}
