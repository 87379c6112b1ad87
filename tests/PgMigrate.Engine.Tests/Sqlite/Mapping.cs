using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>Column mappings for tests: by the declared type alone, where the test says nothing else.</summary>
internal static class Mapping
{
    public static ColumnMapping Of(string name, string declaredType, string type, ValueConversion conversion, string? collation = null) => new()
    {
        Column = new SqliteColumn { Name = name, DeclaredType = declaredType, Collation = collation },
        Name = name,
        Type = type,
        Conversion = conversion,
    };

    public static Dictionary<string, IReadOnlyList<ColumnMapping>> Of(
        SqliteSchema schema, IReadOnlyDictionary<string, (string Type, ValueConversion Conversion)>? chosen = null, bool lower = false) =>
        schema.Tables.ToDictionary(table => table.Name, table => (IReadOnlyList<ColumnMapping>)table.Columns.Select(column =>
        {
            var (type, conversion) = chosen?.TryGetValue($"{table.Name}.{column.Name}", out var found) == true ? found : ByDeclaredType(column.DeclaredType);
            return new ColumnMapping
            {
                Column = column,
                Name = lower ? column.Name.ToLowerInvariant() : column.Name,
                Type = type,
                Conversion = conversion,
            };
        }).ToList());

    private static (string Type, ValueConversion Conversion) ByDeclaredType(string declared)
    {
        var type = declared.ToUpperInvariant();
        if (type.StartsWith("BOOL", StringComparison.Ordinal)) return ("boolean", ValueConversion.Boolean);
        if (type is "DATE") return ("date", ValueConversion.IsoDate);
        if (type is "DATETIME" or "TIMESTAMP") return ("timestamp with time zone", ValueConversion.IsoTimestampTz);
        if (type is "JSON") return ("jsonb", ValueConversion.Jsonb);
        return DeclaredType.AffinityOf(declared) switch
        {
            SqliteAffinity.Integer => ("bigint", ValueConversion.BigInt),
            SqliteAffinity.Real => ("double precision", ValueConversion.Double),
            SqliteAffinity.Numeric => ("numeric", ValueConversion.Numeric),
            SqliteAffinity.Blob when type.Contains("BLOB", StringComparison.Ordinal) => ("bytea", ValueConversion.Bytea),
            _ => ("text", ValueConversion.Text),
        };
    }
}
