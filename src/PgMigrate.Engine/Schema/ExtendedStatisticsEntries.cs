using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE STATISTICS.</summary>
internal static class ExtendedStatisticsEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.ExtendedStatistics.Select(one =>
    {
        var target = $"STATISTICS {SqlText.Name(one.Schema, one.Name)}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = one.Name,
            Desc = TocDesc.ExtendedStatistics,
            Section = TocSection.PostData,
            Definition = $"{one.Definition};\n" + (one.Target is null ? "" : $"ALTER {target} SET STATISTICS {one.Target};\n"),
            DropStatement = $"DROP {target};\n",
        };
        return writing.Item(one, RestorePriority.ExtendedStatistics, entry, target, $"STATISTICS {SqlText.Name(one.Name)}");
    });
}
