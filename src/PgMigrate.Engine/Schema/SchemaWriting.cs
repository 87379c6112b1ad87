using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>What the writers of all kinds share: the database, what is left out, and what hangs on an object.</summary>
internal sealed class SchemaWriting(PgDatabase database)
{
    private readonly Dictionary<ObjectAddress, ObjectAddress> extensions = database.Remarks.Dependencies
        .Where(one => one.Kind == DependencyKind.ExtensionMember).ToDictionary(one => one.Dependent, one => one.Referenced);

    /// <summary>The defaults that take their values from a sequence, and the table that owns it.</summary>
    private readonly HashSet<(ObjectAddress Default, uint Table)> ownSequences = OwnSequences(database);

    public PgDatabase Database => database;

    /// <summary>Whether the table's default takes its values from a sequence that is the table's own, as a serial column's does.</summary>
    public bool UsesOwnSequence(PgTable table, PgColumnDefault one) => ownSequences.Contains((one.Address, table.Oid));

    /// <summary>Whether an extension brings the object.</summary>
    public bool IsMember(PgObject one) => extensions.ContainsKey(one.Address);

    /// <summary>The extension that brings the object; null for none.</summary>
    public ObjectAddress? ExtensionOf(PgObject one) => extensions.TryGetValue(one.Address, out var extension) ? extension : null;

    /// <summary>An item with the object's entry, its comment, its security labels and its privileges.</summary>
    /// <param name="one">The object.</param>
    /// <param name="priority">Its place in the order.</param>
    /// <param name="entry">Its entry; null for one that every database has as it is.</param>
    /// <param name="target">What statements name it by: <c>SCHEMA app</c>, <c>FUNCTION public.f(integer)</c>.</param>
    /// <param name="label">The same without its schema: the tag of what hangs on it.</param>
    /// <param name="grantable">What ALL privileges are; null for a kind that has none.</param>
    /// <param name="initialComment">The comment that it has in a new database; null for none.</param>
    /// <param name="grantType">The kind as GRANT names it, where that is another.</param>
    public SchemaItem Item(
        PgObject one, RestorePriority priority, TocEntry? entry, string target, string label,
        IReadOnlyList<string>? grantable = null, string? initialComment = null, string? grantType = null)
    {
        var item = new SchemaItem
        {
            Address = one.Address,
            Priority = priority,
            Distinction = one.Order,
            Entry = entry is null ? null : entry with { CatalogTableOid = one.Address.CatalogOid, CatalogOid = one.Address.Oid, Namespace = one.Schema, Owner = one.Owner },
        };
        Describe(item, one, one.Address, target, label, initialComment);
        var (type, name) = Parts(target);
        if (grantable is not null) Grant(item, one, one.Address, new(grantType ?? type, name, one.Owner!, grantable), Parts(label).Name);
        return item;
    }

    /// <summary>Hangs the privileges of an object, or of a column of it, on its item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="owner">The object.</param>
    /// <param name="address">The object or the column.</param>
    /// <param name="statements">How the object, and the column, are named and what can be granted.</param>
    /// <param name="label">The object without its schema.</param>
    public void Grant(SchemaItem item, PgObject owner, ObjectAddress address, PrivilegeStatements statements, string label)
    {
        if (!database.Remarks.Privileges.TryGetValue(address, out var privileges)) return;
        var tag = statements.Column is null ? $"{statements.Type} {label}" : $"COLUMN {label}.{statements.Column}";
        var text = statements.Write(privileges);
        // They may be the same in another order.
        if (text.Length > 0) item.Attachments.Add(Attachment(owner, TocDesc.Privileges, tag, text));
    }

    /// <summary>What was granted on an object beyond what it is created with; none where nothing was.</summary>
    public PgPrivileges PrivilegesOf(PgObject one) => database.Remarks.Privileges.GetValueOrDefault(one.Address) ?? new([], []);

    /// <summary>The statements that make an object go with extensions that it is no member of.</summary>
    /// <param name="address">The object.</param>
    /// <param name="target">What statements name it by.</param>
    public string WithExtensions(ObjectAddress address, string target)
        => string.Concat(database.Remarks.Extensions[address].Select(name => $"ALTER {target} DEPENDS ON EXTENSION {SqlText.Name(name)};\n"));

    /// <summary>Hangs the comment and the security labels of an object, or of a column of it, on its item.</summary>
    public void Describe(SchemaItem item, PgObject owner, ObjectAddress address, string target, string label, string? initialComment = null)
    {
        var comment = database.Remarks.Comments.GetValueOrDefault(address);
        if (comment != initialComment)
        {
            item.Attachments.Add(Attachment(owner, TocDesc.Comment, label, $"COMMENT ON {target} IS {SqlText.StandardLiteral(comment ?? "")};\n"));
        }

        var labels = database.Remarks.SecurityLabels[address]
            .Select(one => $"SECURITY LABEL FOR {SqlText.Name(one.Provider)} ON {target} IS {SqlText.StandardLiteral(one.Label)};\n").ToList();
        if (labels.Count > 0) item.Attachments.Add(Attachment(owner, TocDesc.SecurityLabel, label, string.Concat(labels)));
    }

    private static HashSet<(ObjectAddress Default, uint Table)> OwnSequences(PgDatabase database)
    {
        var owners = database.Sequences.Where(sequence => sequence.OwnerTableOid is not null)
            .ToDictionary(sequence => sequence.Address, sequence => sequence.OwnerTableOid!.Value);
        return [.. database.Remarks.Dependencies
            .Where(one => one.Dependent.CatalogOid == SystemCatalog.ColumnDefault && owners.ContainsKey(one.Referenced))
            .Select(one => (one.Dependent, owners[one.Referenced]))];
    }

    /// <summary>The kind, which is one word for all that can be granted on but a foreign server or data wrapper, and the name.</summary>
    private static (string Type, string Name) Parts(string label)
    {
        var space = label.IndexOf(' ', StringComparison.Ordinal);
        return (label[..space], label[(space + 1)..]);
    }

    private static TocEntry Attachment(PgObject one, string desc, string label, string definition) => new()
    {
        DumpId = 0,
        Tag = label,
        Desc = desc,
        Section = TocSection.None,
        Definition = definition,
        Namespace = one.Schema,
        Owner = one.Owner,
    };
}
