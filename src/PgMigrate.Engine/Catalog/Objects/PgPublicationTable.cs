namespace PgMigrate.Engine.Catalog;

/// <summary>One table of a publication: schema and name are the table's, the owner is the publication's.</summary>
public sealed record PgPublicationTable : PgObject
{
    public required string Publication { get; init; }

    /// <summary>The columns that are published, in table order; empty for all (PostgreSQL 15).</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Which rows are published, as <c>pg_get_expr</c> prints it; null for all (PostgreSQL 15).</summary>
    public string? RowFilter { get; init; }
}
