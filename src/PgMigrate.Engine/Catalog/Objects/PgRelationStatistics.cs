namespace PgMigrate.Engine.Catalog;

/// <summary>What ANALYZE and VACUUM found out about a table, materialized view or index.</summary>
public sealed record PgRelationStatistics
{
    public required ObjectAddress Address { get; init; }

    public required string Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>pg_class.relkind.</summary>
    public required char Kind { get; init; }

    /// <summary>The materialized view that it is, or is an index of; null for all else.</summary>
    public uint? MaterializedViewOid { get; init; }

    /// <summary>The numbers of pg_class by name, with their types.</summary>
    public required IReadOnlyList<PgStatistic> Values { get; init; }

    /// <summary>By column, in the order of their names.</summary>
    public IReadOnlyList<PgAttributeStatistics> Columns { get; init; } = [];

    public bool IsIndex => Kind is 'i' or 'I';
}
