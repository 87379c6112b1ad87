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

    /// <summary>Whether the statement of an entry is the one that says its table's access method.</summary>
    public static bool SaysAccessMethod(TocEntry entry, string statement) => entry.TableAccessMethod is { } method
        && (statement == DefaultMethod + SqlText.Name(method) || (entry.RelationKind == 'p' && statement.EndsWith(SetMethod + SqlText.Name(method), StringComparison.Ordinal)));

    /// <summary>The statements in order, each by itself. They take effect for one transaction only, as far as they concern the session.</summary>
    public IEnumerable<string> Of(TocEntry entry)
    {
        if (entry.Desc == TocDesc.Refresh) yield return SessionSettings.LiftRestriction;
        if (entry.Tablespace is not null) yield return $"SET LOCAL default_tablespace = {SqlText.StandardLiteral(entry.Tablespace)}";
        // A partitioned table takes no default: its method is set by itself (PostgreSQL 17), for partitions to come.
        var method = entry.TableAccessMethod is null ? null : SqlText.Name(entry.TableAccessMethod);
        var isPartitioned = entry.RelationKind == 'p';
        if (method is not null && !isPartitioned) yield return DefaultMethod + method;
        foreach (var statement in SqlScript.Split(entry.Definition)) yield return statement.Text;
        if (method is not null && isPartitioned) yield return $"ALTER TABLE {SqlText.Qualified(entry.Namespace!, entry.Tag)}{SetMethod}{method}";
        if (!NoOwner && entry.Owner != Role && OwnerStatement.Of(entry) is { } owner) yield return owner;
    }
}
