using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE TRANSFORM.</summary>
internal static class TransformEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Transforms.Select(transform =>
    {
        var target = $"TRANSFORM FOR {transform.Type} LANGUAGE {SqlText.Name(transform.Language)}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = target,
            Desc = TocDesc.Transform,
            Section = TocSection.PreData,
            Definition = $"CREATE {target} ({string.Join(", ", Functions(transform))});\n",
            DropStatement = $"DROP {target};\n",
        };
        var item = writing.Item(transform, RestorePriority.Transform, entry, target, target);
        item.Place = (null, transform.Name);
        return item;
    });

    private static IEnumerable<string> Functions(PgTransform transform)
    {
        if (transform.FromSql is not null) yield return $"FROM SQL WITH FUNCTION {transform.FromSql}";
        if (transform.ToSql is not null) yield return $"TO SQL WITH FUNCTION {transform.ToSql}";
    }
}
