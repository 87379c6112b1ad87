using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// The CHECK constraints of a table, within CREATE TABLE where they can be, else ALTER TABLE … ADD CONSTRAINT after the rows; and the
/// NOT NULL constraints that are NOT VALID (PostgreSQL 18).
/// </summary>
internal static class CheckEntries
{
    /// <summary>Lets what comes with a parent's constraint follow it.</summary>
    public static void FollowParent(IEnumerable<SchemaItem> table, IReadOnlyCollection<SchemaItem> parent)
    {
        foreach (var item in table.Where(item => item is { Entry: null, Priority: RestorePriority.Constraint }))
        {
            var followed = parent.Where(one => one.Priority == RestorePriority.Constraint && one.Name == item.Name);
            foreach (var constraint in followed) item.Dependencies.Add(constraint);
        }
    }

    public static IEnumerable<SchemaItem> Write(SchemaWriting writing, TableShape shape, SchemaItem table)
    {
        foreach (var check in shape.Table.Checks)
        {
            if (!shape.IsSeparate(check)) yield return Within(writing, shape, check, table);
            else if (check.IsLocal) yield return Separate(writing, shape, TocDesc.CheckConstraint, check, table);
            else if (Inherited(writing, shape, check) is { Attachments.Count: > 0 } described) yield return described;
        }

        foreach (var notNull in shape.Table.Columns.Select(column => column.NotNull).OfType<PgRowConstraint>())
        {
            if (notNull is { IsValidated: false, IsLocal: true }) yield return Separate(writing, shape, TocDesc.Constraint, notNull, table);
        }
    }

    /// <summary>Hangs a constraint's comment on the item that makes it.</summary>
    public static void Describe(SchemaWriting writing, SchemaItem item, TableShape shape, PgRowConstraint constraint)
        => writing.Describe(
            item, shape.Table, constraint.Address, $"CONSTRAINT {SqlText.Name(constraint.Name)} ON {shape.Name}", Label(shape, constraint));

    private static SchemaItem Separate(SchemaWriting writing, TableShape shape, string desc, PgRowConstraint constraint, SchemaItem table)
    {
        var item = new SchemaItem
        {
            Address = constraint.Address,
            Priority = RestorePriority.Constraint,
            Name = constraint.Name,
            Distinction = shape.Table.Name,
            Entry = Entry(shape, desc, constraint),
        };
        item.Dependencies.Add(table);
        Describe(writing, item, shape, constraint);
        return item;
    }

    /// <summary>A constraint that comes with a parent's, after the rows: only its comment is its own.</summary>
    private static SchemaItem Inherited(SchemaWriting writing, TableShape shape, PgRowConstraint check)
    {
        var item = new SchemaItem
        {
            Address = check.Address,
            Priority = RestorePriority.Constraint,
            Name = check.Name,
            Distinction = shape.Table.Name,
        };
        Describe(writing, item, shape, check);
        return item;
    }

    private static SchemaItem Within(SchemaWriting writing, TableShape shape, PgRowConstraint check, SchemaItem table)
    {
        var item = new SchemaItem
        {
            Address = check.Address,
            // As long as it stands in CREATE TABLE, it is needed before the rows.
            Priority = RestorePriority.Default,
            Name = check.Name,
            Distinction = shape.Table.Name,
            Host = table,
        };
        table.Dependencies.Add(item);
        item.Yield = (needed, items) =>
        {
            if (needed != table || item.Host != table) return false;
            item.Entry = Entry(shape, TocDesc.CheckConstraint, check);
            item.Priority = RestorePriority.Constraint;
            items.Postpone(item);
            item.Host = null;
            item.Dependencies.Add(table);
            MoveComment(shape, check, table, item);
            shape.Separate(check.Address);
            table.Entry = table.Entry! with { Definition = TableStatements.Write(shape) };
            return table.Dependencies.Remove(item);
        };
        return item;
    }

    private static void MoveComment(TableShape shape, PgRowConstraint check, SchemaItem table, SchemaItem item)
    {
        foreach (var comment in table.Attachments.Where(one => one.Tag == Label(shape, check)).ToList())
        {
            table.Attachments.Remove(comment);
            item.Attachments.Add(comment);
        }
    }

    private static string Label(TableShape shape, PgRowConstraint constraint)
        => $"CONSTRAINT {SqlText.Name(constraint.Name)} ON {SqlText.Name(shape.Table.Name)}";

    private static TocEntry Entry(TableShape shape, string desc, PgRowConstraint constraint)
    {
        var name = SqlText.Name(constraint.Name);
        return new()
        {
            DumpId = 0,
            CatalogTableOid = constraint.Address.CatalogOid,
            CatalogOid = constraint.Address.Oid,
            Tag = $"{shape.Table.Name} {constraint.Name}",
            Desc = desc,
            Section = TocSection.PostData,
            // Not ONLY: what inherits from the table has it from here.
            Definition = $"ALTER {shape.Keyword} {shape.Name}\n    ADD CONSTRAINT {name} {constraint.Definition};\n",
            DropStatement = $"ALTER {shape.Keyword} {shape.Name} DROP CONSTRAINT {name};\n",
            Namespace = shape.Table.Schema,
            Owner = shape.Table.Owner,
        };
    }
}
