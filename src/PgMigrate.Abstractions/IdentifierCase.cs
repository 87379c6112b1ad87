namespace PgMigrate;

/// <summary>How the names of a SQLite source are written in the destination.</summary>
public enum IdentifierCase
{
    /// <summary>Exactly as they are, so that an application's quoted SQL needs no change.</summary>
    Keep,

    /// <summary>Folded to lower case, as PostgreSQL folds names that are not quoted.</summary>
    Lower,
}
