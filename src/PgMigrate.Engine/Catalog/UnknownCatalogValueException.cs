namespace PgMigrate.Engine.Catalog;

/// <summary>The catalog holds a code that PgMigrate does not know: the server is newer than it.</summary>
internal sealed class UnknownCatalogValueException : MigrationException
{
    public UnknownCatalogValueException(string column, char value)
        : base("CatalogValueUnknown", MigrationErrorCategory.NotImplemented, $"The catalog holds '{value}', which PgMigrate does not know.")
    {
        Subject = column;
        Remedy = "Use a version of PgMigrate that knows this version of PostgreSQL.";
    }
}
