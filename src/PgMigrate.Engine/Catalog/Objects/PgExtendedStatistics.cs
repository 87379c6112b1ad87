namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE STATISTICS.</summary>
public sealed record PgExtendedStatistics : PgObject
{
    public required QualifiedName Table { get; init; }

    /// <summary>As <c>pg_get_statisticsobjdef</c> prints it.</summary>
    public required string Definition { get; init; }

    /// <summary>The statistics target (PostgreSQL 13); null where it is that of the columns.</summary>
    public int? Target { get; init; }
}
