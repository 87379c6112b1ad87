namespace PgMigrate.Engine.Runbook;

/// <summary>How much has been written to a database so far, as its statistics or its file tell.</summary>
/// <param name="Tables">The rows that were ever inserted, changed and deleted, by table; of a server.</param>
/// <param name="File">The file's state; of a SQLite file.</param>
/// <param name="Storage">The file node of each table, which TRUNCATE and rewrites change and the statistics do not tell.</param>
internal sealed record WriteMark(IReadOnlyDictionary<string, long>? Tables, string? File, IReadOnlyDictionary<string, long>? Storage = null)
{
    /// <summary>The rows written since an earlier mark; null where that can't be told.</summary>
    public long? Since(WriteMark earlier)
    {
        if (Tables is null || earlier.Tables is null) return File is not null && File == earlier.File ? 0 : null;
        if (earlier.Tables.Keys.Any(table => IsOtherStorage(table, earlier))) return null;
        long rows = 0;
        foreach (var (table, written) in Tables)
        {
            var before = earlier.Tables.GetValueOrDefault(table);
            // The statistics were reset meanwhile.
            if (written < before) return null;
            rows += written - before;
        }

        return earlier.Tables.Keys.All(Tables.ContainsKey) ? rows : null;
    }

    /// <summary>The tables with more rows written than at an earlier mark.</summary>
    public IReadOnlyList<string> ChangedSince(WriteMark earlier)
        => [.. (Tables ?? new Dictionary<string, long>()).Where(table => table.Value != (earlier.Tables?.GetValueOrDefault(table.Key) ?? 0) || IsOtherStorage(table.Key, earlier)).Select(table => table.Key).Order(StringComparer.Ordinal)];

    private bool IsOtherStorage(string table, WriteMark earlier)
        => Storage is not null && earlier.Storage is not null && Storage.GetValueOrDefault(table) != earlier.Storage.GetValueOrDefault(table);
}
