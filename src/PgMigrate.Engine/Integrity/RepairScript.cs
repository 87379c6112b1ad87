namespace PgMigrate.Engine.Integrity;

/// <summary>Puts the statements that repair tables in an order in which foreign keys allow them, as one transaction.</summary>
public static class RepairScript
{
    /// <summary>The settings under which rows print as they did when they were compared.</summary>
    private static readonly string[] Settings =
    [
        "BEGIN;",
        "SET LOCAL search_path = '';",
        "SET LOCAL DateStyle = 'ISO';",
        "SET LOCAL IntervalStyle = 'postgres';",
        "SET LOCAL TimeZone = 'UTC';",
        "SET LOCAL extra_float_digits = 3;",
        "SET LOCAL bytea_output = 'hex';",
        "SET LOCAL row_security = off;",
        "SET CONSTRAINTS ALL DEFERRED;",
    ];

    /// <summary>The script's lines; none where nothing differs. It is written to be read before it is run.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<TableIntegrity> compared)
    {
        var tables = compared.OrderBy(table => table.ForeignKeyOrder).ThenBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Table, StringComparer.Ordinal).ToList();
        var all = tables.SelectMany(table => table.Differences).Where(difference => difference.Repair is not null).ToList();
        var blind = tables.Where(table => table.ErrorMessage is not null).Select(table => $"-- {table.Schema}.{table.Table} was not compared: {table.ErrorMessage}".ReplaceLineEndings(" ")).ToList();
        if (all.Count == 0) return blind;
        return
        [
            .. Settings,
            .. all.Where(difference => difference.Kind == RowDifferenceKind.Extra).Reverse().Select(difference => difference.Repair!),
            .. all.Where(difference => difference.Kind == RowDifferenceKind.Changed).Select(difference => difference.Repair!),
            .. all.Where(difference => difference.Kind == RowDifferenceKind.Missing).Select(difference => difference.Repair!),
            .. tables.Where(table => table.HasMoreDifferences)
                .Select(table => $"-- More rows of {table.Schema}.{table.Table} differ: compare again when these are repaired.".ReplaceLineEndings(" ")),
            .. blind,
            "COMMIT;",
        ];
    }
}
