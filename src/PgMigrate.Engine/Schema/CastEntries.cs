using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE CAST.</summary>
internal static class CastEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Casts.Select(cast =>
    {
        var target = $"CAST ({cast.SourceType} AS {cast.TargetType})";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = target,
            Desc = TocDesc.Cast,
            Section = TocSection.PreData,
            Definition = $"CREATE {target} {Method(cast)}{Context(cast.Context)};\n",
            DropStatement = $"DROP {target};\n",
        };
        var item = writing.Item(cast, RestorePriority.Cast, entry, target, target);
        item.Place = (null, cast.Name);
        return item;
    });

    private static string Method(PgCast cast) => cast.Method switch
    {
        CastMethod.Function => $"WITH FUNCTION {cast.Function}",
        CastMethod.InputOutput => "WITH INOUT",
        _ => "WITHOUT FUNCTION",
    };

    private static string Context(CastContext context) => context switch
    {
        CastContext.Implicit => " AS IMPLICIT",
        CastContext.Assignment => " AS ASSIGNMENT",
        _ => "",
    };
}
