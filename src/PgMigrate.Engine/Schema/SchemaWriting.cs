using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>What the writers of all kinds share: the database, what is left out, and what hangs on an object.</summary>
internal sealed class SchemaWriting(PgDatabase database)
{
    private readonly Dictionary<ObjectAddress, ObjectAddress> extensions = database.Remarks.Dependencies
        .Where(one => one.Kind == DependencyKind.ExtensionMember).ToDictionary(one => one.Dependent, one => one.Referenced);

    public PgDatabase Database => database;

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
    /// <param name="grantName">The name without its schema as GRANT has it, where that is another.</param>
    public SchemaItem Item(
        PgObject one, RestorePriority priority, TocEntry? entry, string target, string label,
        IReadOnlyList<string>? grantable = null, string? initialComment = null, string? grantType = null, string? grantName = null)
    {
        var item = new SchemaItem
        {
            Address = one.Address,
            Priority = priority,
            Distinction = one.Order,
            Entry = entry is null ? null : entry with { CatalogTableOid = one.Address.CatalogOid, CatalogOid = one.Address.Oid, Namespace = one.Schema, Owner = one.Owner },
        };
        Describe(item, one, one.Address, target, label, initialComment);
        if (grantable is not null)
        {
            var (type, name) = Parts(label);
            Grant(item, one, grantType ?? type, grantName ?? name, grantable);
        }

        return item;
    }

    /// <summary>Hangs the privileges of an object on its item, as far as they are not what it was made with.</summary>
    /// <param name="item">Its item.</param>
    /// <param name="one">The object.</param>
    /// <param name="type">Its kind, as GRANT names it.</param>
    /// <param name="name">Its name without its schema, as it is written.</param>
    /// <param name="grantable">What ALL privileges are.</param>
    public void Grant(SchemaItem item, PgObject one, string type, string name, IReadOnlyList<string> grantable)
    {
        if (!database.Remarks.Privileges.TryGetValue(one.Address, out var privileges)) return;
        var qualified = one.Schema is null ? name : $"{SqlText.Name(one.Schema)}.{name}";
        var statements = new PrivilegeStatements(type, qualified, one.Owner!, grantable).Write(privileges);
        if (statements.Length > 0) item.Attachments.Add(Attachment(one, TocDesc.Privileges, $"{type} {name}", statements));
    }

    /// <summary>Hangs the privileges of a table's column on the table's item.</summary>
    public void GrantColumn(SchemaItem item, PgObject table, int number, string name)
    {
        if (!database.Remarks.Privileges.TryGetValue(table.Address with { Part = number }, out var privileges)) return;
        var target = SqlText.Name(table.Schema, table.Name);
        var statements = new PrivilegeStatements("TABLE", target, table.Owner!, PrivilegeNames.Column, SqlText.Name(name)).Write(privileges);
        if (statements.Length == 0) return;
        item.Attachments.Add(Attachment(table, TocDesc.Privileges, $"COLUMN {SqlText.Name(table.Name)}.{SqlText.Name(name)}", statements));
    }

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
