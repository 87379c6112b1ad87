using System.Globalization;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>The defaults of a table's columns: within CREATE TABLE where they can be, else ALTER TABLE … SET DEFAULT.</summary>
internal static class DefaultEntries
{
    public static IEnumerable<SchemaItem> Write(TableShape shape, SchemaItem table)
    {
        foreach (var column in shape.Table.Columns)
        {
            if (shape.IsDefaultSeparate(column))
            {
                if (shape.DefaultOf(column) is { } expression) yield return Separate(shape.Table, shape.Keyword, column, expression, table);
            }
            else if (column.Default is { } own) yield return Within(shape, column, own, table);
        }
    }

    /// <summary>A default that stands by itself, of a table's column or a view's.</summary>
    /// <param name="relation">The table or view.</param>
    /// <param name="keyword">Its kind, as ALTER names it; for a view <c>TABLE</c>.</param>
    /// <param name="column">The column.</param>
    /// <param name="expression">The default.</param>
    /// <param name="item">The relation's item.</param>
    public static SchemaItem Separate(PgRelation relation, string keyword, PgColumn column, string expression, SchemaItem item)
    {
        var one = new SchemaItem
        {
            Address = column.Default?.Address,
            Priority = RestorePriority.Default,
            Name = relation.Name,
            Distinction = column.Number.ToString("D5", CultureInfo.InvariantCulture),
            Entry = Entry(relation, keyword, column, expression),
        };
        one.Dependencies.Add(item);
        return one;
    }

    private static SchemaItem Within(TableShape shape, PgColumn column, PgColumnDefault own, SchemaItem table)
    {
        var item = new SchemaItem
        {
            Address = own.Address,
            Priority = RestorePriority.Default,
            Name = shape.Table.Name,
            Distinction = column.Number.ToString("D5", CultureInfo.InvariantCulture),
            Host = table,
        };
        table.Dependencies.Add(item);
        item.Yield = (needed, _) =>
        {
            // An expression that generates can stand nowhere else.
            if (needed != table || item.Host != table || column.IsGenerated) return false;
            item.Entry = Entry(shape.Table, shape.Keyword, column, own.Expression);
            item.Host = null;
            item.Dependencies.Add(table);
            shape.Separate(own.Address);
            table.Entry = table.Entry! with { Definition = TableStatements.Write(shape) };
            return table.Dependencies.Remove(item);
        };
        return item;
    }

    private static TocEntry Entry(PgRelation relation, string keyword, PgColumn column, string expression)
    {
        var (name, columnName) = (SqlText.Name(relation.Schema, relation.Name), SqlText.Name(column.Name));
        return new()
        {
            DumpId = 0,
            CatalogTableOid = column.Default?.Address.CatalogOid ?? 0,
            CatalogOid = column.Default?.Address.Oid ?? 0,
            Tag = $"{relation.Name} {column.Name}",
            Desc = TocDesc.Default,
            Section = TocSection.PreData,
            Definition = $"ALTER {keyword} ONLY {name} ALTER COLUMN {columnName} SET DEFAULT {expression};\n",
            DropStatement = $"ALTER {keyword} {name} ALTER COLUMN {columnName} DROP DEFAULT;\n",
            Namespace = relation.Schema,
            Owner = relation.Owner,
        };
    }
}
