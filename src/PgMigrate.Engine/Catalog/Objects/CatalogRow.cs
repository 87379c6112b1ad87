using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads what rows of many catalogs hold alike.</summary>
internal static class CatalogRow
{
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>The object that a row of a catalog describes.</summary>
    public static ObjectAddress Address(this NpgsqlDataReader row, uint catalog, int column = 0) => new(catalog, row.GetFieldValue<uint>(column));
}
