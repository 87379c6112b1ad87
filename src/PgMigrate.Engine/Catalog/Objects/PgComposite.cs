namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TYPE … AS (…).</summary>
public sealed record PgComposite : PgType
{
    /// <summary>The OID of the pg_class row that holds its attributes: comments on attributes name it.</summary>
    public required uint RelationOid { get; init; }

    public required IReadOnlyList<PgAttribute> Attributes { get; init; }
}
