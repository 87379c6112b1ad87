using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE EXTENSION, and the rows of its configuration tables (PostgreSQL documentation, Extension Configuration Tables).</summary>
internal static class ExtensionEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        foreach (var extension in writing.Database.Extensions)
        {
            var name = SqlText.Name(extension.Name);
            // A role that may install an extension need not own it: the entry is nobody's, as its comment is.
            yield return NamedEntry.Write(
                writing, extension with { Owner = null }, RestorePriority.Extension, TocDesc.Extension,
                $"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA {SqlText.Name(extension.MemberSchema)};\n", $"DROP EXTENSION {name};\n");
        }

        foreach (var rows in WriteRows(writing)) yield return rows;
    }

    private static IEnumerable<SchemaItem> WriteRows(SchemaWriting writing)
    {
        var rows = new Dictionary<ObjectAddress, SchemaItem>();
        var tables = writing.Database.Extensions.SelectMany(extension => extension.ConfigurationTables.Select(table => (Extension: extension, Table: table)))
            .Where(one => !one.Table.IsSequence).ToList();
        foreach (var (extension, table) in tables) rows.Add(table.Address, Rows(extension, table));
        foreach (var (_, table) in tables)
        {
            // Of a circle one is loaded before what it refers to.
            rows[table.Address].Dependencies.UnionWith(table.ReferencedTables.Where(rows.ContainsKey).Select(other => rows[other]));
        }

        return rows.Values;
    }

    private static SchemaItem Rows(PgExtension extension, PgConfigurationTable table)
    {
        var item = new SchemaItem
        {
            Priority = RestorePriority.TableData,
            Entry = new()
            {
                DumpId = 0,
                CatalogOid = table.Address.Oid,
                Tag = table.Name,
                Desc = TocDesc.TableData,
                Section = TocSection.Data,
                CopyStatement = CopyStatement(table),
                RowCondition = table.Condition,
                Namespace = table.Schema,
                Owner = table.Owner,
            },
        };
        item.Needs.Add(extension.Address);
        item.Yield = (needed, _) => needed.Priority == RestorePriority.TableData && item.Dependencies.Remove(needed);
        return item;
    }

    private static string CopyStatement(PgConfigurationTable table)
    {
        var columns = table.Columns.Count == 0 ? "" : $"({string.Join(", ", table.Columns.Select(SqlText.Name))})";
        return $"COPY {SqlText.Name(table.Schema, table.Name)} {columns} FROM stdin;\n";
    }
}
