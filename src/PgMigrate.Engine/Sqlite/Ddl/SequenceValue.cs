namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes the statement that sets an identity's sequence behind the highest key that SQLite has or ever gave.</summary>
internal static class SequenceValue
{
    public static string Write(DestinationTable table)
    {
        var column = SqlText.Identifier(table.Identity!.Name);
        var highest = $"GREATEST(COALESCE(max({column}), 0), {table.Table.AutoIncrementValue ?? 0})";
        return $"SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence({SqlText.Literal(table.Qualified).TrimStart()}, "
            + $"{SqlText.Literal(table.Identity.Name).TrimStart()}), GREATEST({highest}, 1), {highest} >= 1) FROM {table.Qualified};\n";
    }
}
