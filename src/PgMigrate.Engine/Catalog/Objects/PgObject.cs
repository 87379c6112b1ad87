namespace PgMigrate.Engine.Catalog;

/// <summary>What every object of a database has.</summary>
public abstract record PgObject
{
    public required ObjectAddress Address { get; init; }

    // Without annotation: a relation has one always, and records that say so by a property of their own would not compile as ModelMetadata's.
#nullable disable annotations
    /// <summary>The schema that it is in; null for what is in none.</summary>
    public string Schema { get; init; }
#nullable restore annotations

    public required string Name { get; init; }

    /// <summary>The role that owns it; null for what has no owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Its place among objects of its kind, schema and name, as pg_dump has it: the same in every database.</summary>
    internal string Order { get; init; } = "";

    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
