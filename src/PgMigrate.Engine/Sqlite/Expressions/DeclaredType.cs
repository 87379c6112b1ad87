namespace PgMigrate.Engine.Sqlite;

/// <summary>Reads SQLite's declared types.</summary>
internal static class DeclaredType
{
    public static SqliteAffinity AffinityOf(string type)
    {
        bool Has(string part) => type.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Has("INT")) return SqliteAffinity.Integer;
        if (Has("CHAR") || Has("CLOB") || Has("TEXT")) return SqliteAffinity.Text;
        if (Has("BLOB") || type.Length == 0) return SqliteAffinity.Blob;
        return Has("REAL") || Has("FLOA") || Has("DOUB") ? SqliteAffinity.Real : SqliteAffinity.Numeric;
    }
}
