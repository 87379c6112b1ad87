namespace PgMigrate.Engine.Sqlite;

/// <summary>Recognises the tables in which virtual tables keep their data, also where the library lacks the module.</summary>
internal static class ShadowTables
{
    public static bool Contains(string table, IEnumerable<SqliteVirtualTable> virtualTables) =>
        virtualTables.Any(virtualTable => SuffixesOf(virtualTable.Module).Any(suffix =>
            table.Equals($"{virtualTable.Name}_{suffix}", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The xShadowName functions of SQLite's own modules (fts3.c, fts5_main.c, rtree.c).</summary>
    private static string[] SuffixesOf(string module) => module.ToLowerInvariant() switch
    {
        "fts3" or "fts4" => ["content", "segments", "segdir", "docsize", "stat"],
        "fts5" => ["data", "idx", "content", "docsize", "config"],
        "rtree" or "rtree_i32" or "geopoly" => ["node", "rowid", "parent"],
        "spellfix1" => ["vocab"],
        _ => [],
    };
}
