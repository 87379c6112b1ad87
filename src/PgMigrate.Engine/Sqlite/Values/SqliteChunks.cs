using PgMigrate.Engine.Toc;
using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Cuts a table's rows into ranges of rowids.</summary>
internal static class SqliteChunks
{
    /// <summary>
    /// Ranges of about so many rows each, the first open below and the last open above; the whole table where it is small or has no rowid.
    /// </summary>
    public static IReadOnlyList<ChunkBounds> Plan(sqlite3 connection, SqliteTable table, long chunkRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        var rows = SqliteFile.ReadInteger(connection, $"SELECT count(*) FROM main.{SqliteName.Quote(table.Name)}") ?? 0;
        IReadOnlyList<ChunkBounds> whole = [ChunkBounds.Whole with { EstimatedRows = rows }];
        if (rows <= chunkRows || SqliteName.Rowid(table) is not { } rowid) return whole;

        var first = Edge("min");
        var last = Edge("max");
        // Through Int128: rowids may span all of 64 bits.
        var span = (Int128)last - first + 1;
        var count = (rows + chunkRows - 1) / chunkRows;
        var isDense = span <= (Int128)rows * 4;
        var starts = isDense ? EvenStarts(first, span, count) : SampledStarts(connection, table, rowid, chunkRows, (int)count);
        return starts.Count < 2 ? whole : Ranges(starts, rows, table.RowidAlias);

        long Edge(string function) => SqliteFile.ReadInteger(connection, $"SELECT {function}({rowid}) {SqliteName.From(table)}") ?? 0;
    }

    private static List<long> EvenStarts(long first, Int128 span, long count)
        => [.. Enumerable.Range(0, (int)count).Select(number => (long)(first + (span * number / count)))];

    /// <summary>Every n-th rowid, for rowids with large gaps; a walk over the table's pages without its columns.</summary>
    private static List<long> SampledStarts(sqlite3 connection, SqliteTable table, string rowid, long chunkRows, int count)
    {
        var starts = new List<long>(count);
        using var rows = new SqliteStatement(connection, $"SELECT {rowid} {SqliteName.From(table)} ORDER BY 1");
        for (long number = 0; rows.Step(); number++)
        {
            if (number % chunkRows == 0) starts.Add(rows.Int64(0));
        }

        return starts;
    }

    private static List<ChunkBounds> Ranges(List<long> starts, long rows, string? alias) =>
    [
        .. starts.Select((start, index) => new ChunkBounds
        {
            Number = index + 1,
            Kind = ChunkKind.RowidRange,
            Column = alias,
            From = index == 0 ? null : start,
            Upto = index == starts.Count - 1 ? null : starts[index + 1],
            EstimatedRows = rows / starts.Count,
        }),
    ];
}
