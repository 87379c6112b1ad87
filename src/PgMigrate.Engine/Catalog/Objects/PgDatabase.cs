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

    [JsonIgnore]
    public required ObjectRemarks Remarks { get; init; }
}
