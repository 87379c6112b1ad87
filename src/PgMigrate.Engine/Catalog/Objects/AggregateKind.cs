namespace PgMigrate.Engine.Catalog;

/// <summary>Which arguments an aggregate has (PostgreSQL documentation, CREATE AGGREGATE).</summary>
public enum AggregateKind
{
    Normal,

    /// <summary>Direct and sorted ones.</summary>
    OrderedSet,

    /// <summary>As an ordered set, whose direct arguments are of the sorted ones' types.</summary>
    HypotheticalSet,
}
