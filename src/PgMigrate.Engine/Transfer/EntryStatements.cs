using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What is sent to the destination for an entry: its statements, what they need of the session, and its owner's. Pure.</summary>
internal sealed record EntryStatements
{
    private const string DefaultMethod = "SET LOCAL default_table_access_method = ";
    private const string SetMethod = " SET ACCESS METHOD ";

    /// <summary>The destination's role: what it creates is its own already; null where that is not known.</summary>
    public string? Role { get; init; }

    /// <summary>Leaves every object to the destination's role.</summary>
    public bool NoOwner { get; init; }

    /// <summary>The roles that the session can act as, and grant in the names of; null for a superuser's, which can be anyone's.</summary>
    public IReadOnlySet<string>? Assumable { get; init; }

    /// <summary>The owners whose objects are left to the destination's role.</summary>
    public IReadOnlySet<string> LeftOwners { get; init; } = new HashSet<string>();

    /// <summary>The groups of large objects, by their entries' dump ids.</summary>
    public IReadOnlyDictionary<int, TocEntry> LargeObjects { get; init; } = new Dictionary<int, TocEntry>();

    /// <summary>Whether the statement of an entry is the one that says its table's access method.</summary>
    public static bool SaysAccessMethod(TocEntry entry, string statement) => entry.TableAccessMethod is { } method
        && (statement == DefaultMethod + SqlText.Name(method) || (entry.RelationKind == 'p' && statement.EndsWith(SetMethod + SqlText.Name(method), StringComparison.Ordinal)));

    /// <summary>The statements in order, each by itself. They take effect for one transaction only, as far as they concern the session.</summary>
    public IEnumerable<string> Of(TocEntry entry) => Of(entry, entry.Definition);

    /// <summary>The statements of one of the entry's steps, from 0.</summary>
    public IEnumerable<string> OfStep(TocEntry entry, int step) => Of(entry, entry.Steps[step]);

    private IEnumerable<string> Of(TocEntry entry, string definition)
    {
        foreach (var statement in entry.Preparation) yield return statement;
        if (entry.Desc == TocDesc.Refresh) yield return SessionSettings.LiftRestriction;
        if (entry.Tablespace is not null) yield return $"SET LOCAL default_tablespace = {SqlText.StandardLiteral(entry.Tablespace)}";
        // A partitioned table takes no default: its method is set by itself (PostgreSQL 17), for partitions to come.
        var method = entry.TableAccessMethod is null ? null : SqlText.Name(entry.TableAccessMethod);
        var isPartitioned = entry.RelationKind == 'p';
        if (method is not null && !isPartitioned) yield return DefaultMethod + method;
        foreach (var statement in Definition(entry, definition)) yield return statement;
        if (method is not null && isPartitioned) yield return $"ALTER TABLE {SqlText.Qualified(entry.Namespace!, entry.Tag)}{SetMethod}{method}";
        if (HasAnotherOwner(entry) && OwnerStatement.Of(entry) is { } owner) yield return owner;
    }

    private bool HasAnotherOwner(TocEntry entry)
        => !NoOwner && entry.Owner is { } owner && (owner != Role || IsThereAlready(entry)) && !LeftOwners.Contains(owner);

    private IEnumerable<string> Definition(TocEntry entry, string definition)
    {
        if (entry.Desc == TocDesc.LargeObjects) return LargeObjectGroup.Statements(entry, HasAnotherOwner(entry));
        var statements = Granted(entry, definition);
        return entry is { Desc: TocDesc.Privileges, Dependencies: [var id, ..] } && LargeObjects.TryGetValue(id, out var group)
            ? statements.Select(statement => LargeObjectGroup.ForAll(statement, group))
            : statements;
    }

    private IEnumerable<string> Granted(TocEntry entry, string definition)
    {
        var isAnother = false;
        foreach (var text in SqlScript.Split(definition).Select(statement => statement.Text))
        {
            if (Assumable is null || entry.Desc != TocDesc.Privileges) yield return text;
            else if (PrivilegeRoles.GrantorOf(text) is { } grantor)
            {
                // Only a superuser may take over the session; a member of the role acts as it, and the owner stands in for others.
                isAnother = Assumable.Contains(grantor);
                if (isAnother) yield return $"SET LOCAL ROLE {SqlText.Name(grantor)}";
            }
            else if (!text.StartsWith(PrivilegeRoles.GrantingEnd, StringComparison.Ordinal)) yield return text;
            else if (isAnother) yield return "RESET ROLE";
        }
    }

    /// <summary>The schema that every database begins with belongs to whom initdb gave it, not to the role that restores.</summary>
    private static bool IsThereAlready(TocEntry entry) => entry is { Desc: TocDesc.Schema, Tag: "public" };
}
