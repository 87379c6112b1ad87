using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What is sent to the destination for an entry: its statements, what they need of the session, and its owner's. Pure.</summary>
internal sealed record EntryStatements
{
    /// <summary>The destination's role: what it creates is its own already; null where that is not known.</summary>
    public string? Role { get; init; }

    /// <summary>Leaves every object to the destination's role.</summary>
    public bool NoOwner { get; init; }

    /// <summary>The statements in order, each by itself. They take effect for one transaction only, as far as they concern the session.</summary>
    public IEnumerable<string> Of(TocEntry entry) => Of(entry, entry.Definition);

    /// <summary>The statements of one of the entry's steps, from 0.</summary>
    public IEnumerable<string> OfStep(TocEntry entry, int step) => Of(entry, entry.Steps[step]);

    private IEnumerable<string> Of(TocEntry entry, string definition)
    {
        if (entry.Desc == TocDesc.Refresh) yield return SessionSettings.LiftRestriction;
        if (entry.Tablespace is not null) yield return $"SET LOCAL default_tablespace = {SqlText.StandardLiteral(entry.Tablespace)}";
        // A partitioned table takes no default: its method is set by itself (PostgreSQL 17), for partitions to come.
        var method = entry.TableAccessMethod is null ? null : SqlText.Name(entry.TableAccessMethod);
        var isPartitioned = entry.RelationKind == 'p';
        if (method is not null && !isPartitioned) yield return $"SET LOCAL default_table_access_method = {method}";
        foreach (var statement in SqlScript.Split(definition)) yield return statement.Text;
        if (method is not null && isPartitioned) yield return $"ALTER TABLE {SqlText.Qualified(entry.Namespace!, entry.Tag)} SET ACCESS METHOD {method}";
        if (!NoOwner && (entry.Owner != Role || IsThereAlready(entry)) && OwnerStatement.Of(entry) is { } owner) yield return owner;
    }

    /// <summary>The schema that every database begins with belongs to whom initdb gave it, not to the role that restores.</summary>
    private static bool IsThereAlready(TocEntry entry) => entry is { Desc: TocDesc.Schema, Tag: "public" };
}
