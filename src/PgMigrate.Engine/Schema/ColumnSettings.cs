using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>What ALTER COLUMN alone can set, for a table's column and a materialized view's.</summary>
internal static class ColumnSettings
{
    /// <summary>The actions, such as <c>SET STATISTICS 100</c>.</summary>
    public static IEnumerable<string> Of(PgColumn column)
    {
        if (column.StatisticsTarget is not null) yield return $"SET STATISTICS {column.StatisticsTarget}";
        if (column.Storage is not null) yield return $"SET STORAGE {column.Storage.Value.ToString().ToUpperInvariant()}";
        if (column.Compression is not null) yield return $"SET COMPRESSION {column.Compression}";
        if (column.Options.Count > 0) yield return $"SET ({string.Join(", ", column.Options)})";
    }
}
