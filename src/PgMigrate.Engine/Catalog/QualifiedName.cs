namespace PgMigrate.Engine.Catalog;

/// <summary>The name of an object within its schema, exactly as the catalog has it.</summary>
/// <param name="Schema">The schema's name; <c>main</c> for SQLite.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct QualifiedName(string Schema, string Name) : IComparable<QualifiedName>
{
    /// <summary>Both names in double quotes, for a statement.</summary>
    public string Sql => SqlText.Qualified(Schema, Name);

    /// <summary>Orders by schema, then name, byte by byte as PostgreSQL's type <c>name</c> does.</summary>
    public int CompareTo(QualifiedName other)
    {
        var schemas = string.CompareOrdinal(Schema, other.Schema);
        return schemas != 0 ? schemas : string.CompareOrdinal(Name, other.Name);
    }

    public static bool operator <(QualifiedName left, QualifiedName right) => left.CompareTo(right) < 0;

    public static bool operator <=(QualifiedName left, QualifiedName right) => left.CompareTo(right) <= 0;

    public static bool operator >(QualifiedName left, QualifiedName right) => left.CompareTo(right) > 0;

    public static bool operator >=(QualifiedName left, QualifiedName right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Schema}.{Name}";
}
