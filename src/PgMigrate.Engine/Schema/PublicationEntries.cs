using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE PUBLICATION, and ALTER PUBLICATION for what is in it (PostgreSQL, pg_dump.c, dumpPublication).</summary>
internal static class PublicationEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) =>
    [
        .. writing.Database.Publications.Select(publication => Publication(writing, publication)),
        .. writing.Database.PublicationTables.Select(Table),
        .. writing.Database.PublicationSchemas.Select(Schema),
    ];

    private static SchemaItem Publication(SchemaWriting writing, PgPublication publication)
    {
        var target = $"PUBLICATION {SqlText.Name(publication.Name)}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = publication.Name,
            Desc = TocDesc.Publication,
            Section = TocSection.PostData,
            Definition = $"CREATE {target}{(publication.IsForAllTables ? " FOR ALL TABLES" : "")} WITH ({string.Join(", ", Options(publication))});\n",
            DropStatement = $"DROP {target};\n",
        };
        return writing.Item(publication, RestorePriority.Publication, entry, target, target);
    }

    private static IEnumerable<string> Options(PgPublication publication)
    {
        yield return $"publish = '{string.Join(", ", publication.Operations)}'";
        if (publication.IsViaPartitionRoot) yield return "publish_via_partition_root = true";
        if (publication.PublishesStoredColumns) yield return "publish_generated_columns = stored";
    }

    private static SchemaItem Table(PgPublicationTable table)
    {
        var columns = table.Columns.Count == 0 ? "" : $" ({string.Join(", ", table.Columns.Select(SqlText.Name))})";
        var filter = table.RowFilter is null ? "" : $" WHERE ({table.RowFilter})";
        return Part(
            table, table.Publication, RestorePriority.PublicationTable, TocDesc.PublicationTable, table.Schema!,
            $"TABLE ONLY {SqlText.Name(table.Schema, table.Name)}{columns}{filter}");
    }

    private static SchemaItem Schema(PgPublicationSchema schema) => Part(
        schema, schema.Publication, RestorePriority.PublicationSchema, TocDesc.PublicationSchema, schema.Name,
        $"TABLES IN SCHEMA {SqlText.Name(schema.Name)}");

    /// <summary>It has no statement that removes it: it goes with the publication or with what was added.</summary>
    private static SchemaItem Part(PgObject part, string publication, RestorePriority priority, string desc, string schema, string added) => new()
    {
        Address = part.Address,
        Priority = priority,
        Place = (part.Schema, part.Name),
        Distinction = publication,
        Entry = new()
        {
            DumpId = 0,
            CatalogTableOid = part.Address.CatalogOid,
            CatalogOid = part.Address.Oid,
            Tag = $"{publication} {part.Name}",
            Desc = desc,
            Section = TocSection.PostData,
            Definition = $"ALTER PUBLICATION {SqlText.Name(publication)} ADD {added};\n",
            Namespace = schema,
            Owner = part.Owner,
        },
    };
}
