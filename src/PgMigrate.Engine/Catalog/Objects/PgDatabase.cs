using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Catalog;

/// <summary>All that a user made in one database, with every property: what a clone brings and what a comparison compares.</summary>
public sealed record PgDatabase
{
    /// <summary>The server's version as <c>server_version_num</c> gives it, such as 150004.</summary>
    public required int ServerVersion { get; init; }

    public required PgDatabaseProperties Properties { get; init; }

    public required IReadOnlyList<PgNamespace> Namespaces { get; init; }

    public required IReadOnlyList<PgType> Types { get; init; }

    public required IReadOnlyList<PgFunction> Functions { get; init; }

    public required IReadOnlyList<PgTable> Tables { get; init; }

    public required IReadOnlyList<PgSequence> Sequences { get; init; }

    /// <summary>Of tables and materialized views, with the constraints that they enforce.</summary>
    public required IReadOnlyList<PgIndex> Indexes { get; init; }

    public required IReadOnlyList<PgForeignKey> ForeignKeys { get; init; }

    /// <summary>What the planner knows of relations; none where that was not asked for.</summary>
    public IReadOnlyList<PgRelationStatistics> Statistics { get; init; } = [];

    public required IReadOnlyList<PgExtendedStatistics> ExtendedStatistics { get; init; }

    public required IReadOnlyList<PgRule> Rules { get; init; }

    public required IReadOnlyList<PgTrigger> Triggers { get; init; }

    /// <summary>The tables for which row-level security is on.</summary>
    public required IReadOnlyList<PgRowSecurity> RowSecurity { get; init; }

    public required IReadOnlyList<PgPolicy> Policies { get; init; }

    public required IReadOnlyList<PgEventTrigger> EventTriggers { get; init; }

    public required IReadOnlyList<PgView> Views { get; init; }

    public required IReadOnlyList<PgMaterializedView> MaterializedViews { get; init; }

    public required IReadOnlyList<PgPublication> Publications { get; init; }

    public required IReadOnlyList<PgPublicationTable> PublicationTables { get; init; }

    public required IReadOnlyList<PgPublicationSchema> PublicationSchemas { get; init; }

    /// <summary>The subscriptions, where the role may read them.</summary>
    public required IReadOnlyList<PgSubscription> Subscriptions { get; init; }

    public required IReadOnlyList<PgLargeObject> LargeObjects { get; init; }

    public required IReadOnlyList<PgDefaultPrivileges> DefaultPrivileges { get; init; }

    /// <summary>What could not be read, and is missing above.</summary>
    public required IReadOnlyList<MigrationFinding> Findings { get; init; }

    public required IReadOnlyList<PgExtension> Extensions { get; init; }

    public required IReadOnlyList<PgLanguage> Languages { get; init; }

    public required IReadOnlyList<PgAggregate> Aggregates { get; init; }

    public required IReadOnlyList<PgOperator> Operators { get; init; }

    public required IReadOnlyList<PgOperatorFamily> OperatorFamilies { get; init; }

    public required IReadOnlyList<PgOperatorClass> OperatorClasses { get; init; }

    public required IReadOnlyList<PgCast> Casts { get; init; }

    public required IReadOnlyList<PgCollation> Collations { get; init; }

    public required IReadOnlyList<PgConversion> Conversions { get; init; }

    public required IReadOnlyList<PgTransform> Transforms { get; init; }

    public required IReadOnlyList<PgAccessMethod> AccessMethods { get; init; }

    public required IReadOnlyList<PgTextSearchParser> TextSearchParsers { get; init; }

    public required IReadOnlyList<PgTextSearchTemplate> TextSearchTemplates { get; init; }

    public required IReadOnlyList<PgTextSearchDictionary> TextSearchDictionaries { get; init; }

    public required IReadOnlyList<PgTextSearchConfiguration> TextSearchConfigurations { get; init; }

    public required IReadOnlyList<PgForeignDataWrapper> ForeignDataWrappers { get; init; }

    public required IReadOnlyList<PgForeignServer> ForeignServers { get; init; }

    /// <summary>What initdb and extensions made and somebody granted or revoked privileges on since, and all their languages.</summary>
    public required IReadOnlyList<PgProvidedObject> ProvidedObjects { get; init; }

    [JsonIgnore]
    public required ObjectRemarks Remarks { get; init; }
}
