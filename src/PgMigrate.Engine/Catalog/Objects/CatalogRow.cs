using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads what rows of many catalogs hold alike.</summary>
internal static class CatalogRow
{
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>The object that a row of a catalog describes.</summary>
    public static ObjectAddress Address(this NpgsqlDataReader row, uint catalog, int column = 0) => new(catalog, row.GetFieldValue<uint>(column));

    /// <summary>The names of options in one column, their values in the next.</summary>
    public static IReadOnlyList<PgOption> Options(this NpgsqlDataReader row, int column)
        => [.. row.GetFieldValue<string[]>(column).Zip(row.GetFieldValue<string[]>(column + 1), (name, value) => new PgOption(name, value))];
}
