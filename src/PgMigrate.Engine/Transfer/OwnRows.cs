using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Names a table in a statement so that its own rows are meant: its partitions' too, but not those of tables that inherit from it.
/// </summary>
internal static class OwnRows
{
    public static string Of(PgTable table) => table.IsPartitioned ? table.QualifiedName.Sql : "ONLY " + table.QualifiedName.Sql;

    /// <summary>
    /// The tables at the destination that hold the rows of one: itself, or where a partition is foreign, the partitions that are not. What
    /// lives on another server is not looked at, and above all not truncated (PostgreSQL 14 would).
    /// </summary>
    public static IReadOnlyList<PgTable> Holders(PgCatalog catalog, PgTable table)
    {
        var leaves = catalog.LeavesOf(table);
        return leaves.Any(leaf => leaf.IsForeign) ? [.. leaves.Where(leaf => leaf.HoldsRows)] : [table];
    }

    /// <summary>The same for a table of which the catalog may have read no more than its name.</summary>
    public static string Of(PgCatalog catalog, uint oid, QualifiedName name)
        => catalog.Tables.FirstOrDefault(table => table.Oid == oid) is { } known ? Of(known) : name.Sql;
}
