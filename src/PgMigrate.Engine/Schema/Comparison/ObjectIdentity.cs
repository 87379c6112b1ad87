using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>By what an object of one database is found in another.</summary>
/// <param name="Place">The place of the kind in the model, for the order.</param>
/// <param name="Kind">The kind, such as <c>Table</c>.</param>
/// <param name="Schema">The schema; null for what is in none.</param>
/// <param name="Name">The name, with what tells it apart from others of that name.</param>
internal readonly record struct ObjectIdentity(int Place, string Kind, string? Schema, string Name)
{
    private const string Prefix = "Pg";

    /// <summary>The identity, of a record of any kind: what tells it apart is found by the properties' names.</summary>
    public static ObjectIdentity Of(PgObject one, int place) => one switch
    {
        PgDatabaseProperties => new(place, "Database", null, "(this)"),
        PgNamespace => new(place, "Schema", null, one.Name),
        PgDefaultPrivileges => new(place, KindOf(one), one.Schema, $"{one.Name} of {one.Owner}"),
        _ => new(place, KindOf(one), one.Schema, one.Name + Distinction(one)),
    };

    /// <summary>The relation that it is or belongs to; null where it belongs to none.</summary>
    public static QualifiedName? RelationOf(PgObject one) => one is PgRelation relation ? relation.QualifiedName : Value(one, "Table") as QualifiedName?;

    private static string KindOf(PgObject one)
    {
        var name = one.GetType().Name;
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }

    private static string Distinction(PgObject one)
    {
        if (Value(one, "ArgumentTypes") is IReadOnlyList<string> arguments) return $"({string.Join(", ", arguments)})";
        if (Has(one, "LeftType")) return $"({Value(one, "LeftType") ?? "none"}, {Value(one, "RightType") ?? "none"})";
        if (Value(one, "Table") is QualifiedName table) return $" on {table.Name}";
        if (Value(one, "Publication") is string publication) return $" in {publication}";
        return Value(one, "AccessMethod") is string method && one is not PgRelation ? $" using {method}" : "";
    }

    private static bool Has(PgObject one, string property) => ModelProperties.InfoOf(one.GetType()).Properties.Any(candidate => candidate.Name == property);

    private static object? Value(PgObject one, string property)
        => ModelProperties.InfoOf(one.GetType()).Properties.FirstOrDefault(candidate => candidate.Name == property)?.Get?.Invoke(one);
}
