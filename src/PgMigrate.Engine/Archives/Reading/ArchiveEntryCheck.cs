using System.Globalization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Finds what an entry lacks that who restores it relies on.</summary>
internal static class ArchiveEntryCheck
{
    /// <summary>What is wrong, as the end of a sentence; null where the entry is sound.</summary>
    public static string? FindFault(TocEntry entry, bool hasData) => entry switch
    {
        _ when hasData != entry.HasData => hasData ? $"{entry.Desc} {entry.Tag} has data, which such entries never have" : $"{entry.Desc} {entry.Tag} has no data",
        { Namespace: null } when IsInSchema(entry.Desc) => $"{entry.Desc} {entry.Tag} has no schema",
        { Desc: TocDesc.Aggregate or TocDesc.Function or TocDesc.Operator or TocDesc.OperatorClass or TocDesc.OperatorFamily or TocDesc.Procedure, DropStatement.Length: > 0 }
            when !entry.DropStatement.StartsWith("DROP ", StringComparison.Ordinal) => $"{entry.Desc} {entry.Tag} can't be dropped",
        { Desc: TocDesc.LargeObject } when !IsOid(entry.Tag) => $"{entry.Desc} {entry.Tag} is no large object",
        { Desc: TocDesc.LargeObjects } when !HasOids(entry.Definition) => $"{entry.Desc} {entry.Tag} does not tell its large objects",
        _ => null,
    };

    private static bool IsInSchema(string desc) => desc is TocDesc.Table or TocDesc.TableData or TocDesc.ForeignTable or TocDesc.View or TocDesc.MaterializedView
        or TocDesc.Sequence or TocDesc.Collation or TocDesc.Conversion or TocDesc.Domain or TocDesc.Type or TocDesc.ExtendedStatistics
        or TocDesc.TextSearchConfiguration or TocDesc.TextSearchDictionary;

    private static bool HasOids(string list)
        => list.Split('\n', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } lines && lines.All(IsOid);

    private static bool IsOid(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var oid) && oid > 0;
}
