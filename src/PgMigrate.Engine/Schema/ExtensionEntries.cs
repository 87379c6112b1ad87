using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE EXTENSION, and the rows of its configuration tables (PostgreSQL documentation, Extension Configuration Tables).</summary>
internal static class ExtensionEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        var rows = new Dictionary<QualifiedName, SchemaItem>();
        foreach (var extension in writing.Database.Extensions)
        {
            var item = Extension(writing, extension);
            yield return item;
            foreach (var table in extension.ConfigurationTables) rows.Add(table.QualifiedName, Rows(table, item));
            foreach (var sequence in extension.ConfigurationSequences.Where(one => one.LastValue is not null)) yield return RowsEntries.Position(sequence, item);
        }

        foreach (var table in writing.Database.Extensions.SelectMany(extension => extension.ConfigurationTables))
        {
            // Their foreign keys are there before the rows.
            rows[table.QualifiedName].Dependencies.UnionWith(table.ReferencedTables.Where(rows.ContainsKey).Select(other => rows[other]));
            yield return rows[table.QualifiedName];
        }
    }

    private static SchemaItem Extension(SchemaWriting writing, PgExtension extension)
    {
        var name = SqlText.Name(extension.Name);
        // A role that may install an extension need not own it: the entry is nobody's, as its comment is.
        return NamedEntry.Write(
            writing, extension with { Owner = null }, RestorePriority.Extension, TocDesc.Extension,
            $"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA {SqlText.Name(extension.MemberSchema)};\n", $"DROP EXTENSION {name};\n");
    }

    /// <summary>The rows that the extension does not make itself. Of tables that refer to each other in a circle one comes first all the same.</summary>
    private static SchemaItem Rows(PgConfigurationTable table, SchemaItem extension)
    {
        var name = SqlText.Name(table.Schema, table.Name);
        var columns = table.Columns.Count == 0 ? "" : $"({string.Join(", ", table.Columns.Select(SqlText.Name))})";
        var item = new SchemaItem
        {
            Priority = RestorePriority.TableData,
            Entry = new()
            {
                DumpId = 0,
                CatalogOid = table.Oid,
                Tag = table.Name,
                Desc = TocDesc.TableData,
                Section = TocSection.Data,
                CopyStatement = $"COPY {name} {columns} FROM stdin;\n",
                RowCondition = table.Condition,
                Namespace = table.Schema,
                Owner = table.Owner,
                RelationKind = 'r',
            },
        };
        item.Dependencies.Add(extension);
        item.Yield = (needed, _) => needed.Priority == RestorePriority.TableData && item.Dependencies.Remove(needed);
        return item;
    }
}
