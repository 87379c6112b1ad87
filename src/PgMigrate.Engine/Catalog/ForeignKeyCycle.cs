namespace PgMigrate.Engine.Catalog;

/// <summary>Tables that refer to each other in a circle, so that none of them can be filled first.</summary>
/// <param name="Tables">The tables, by name.</param>
/// <param name="References">The foreign keys between them.</param>
public sealed record ForeignKeyCycle(IReadOnlyList<QualifiedName> Tables, IReadOnlyList<ForeignKeyReference> References)
{
    public override string ToString() => string.Join(", ", References.Select(reference
        => $"{reference.Table} -> {reference.ParentTable}{(reference.Constraint is null ? "" : $" ({reference.Constraint})")}"));
}
