namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE EXTENSION.</summary>
public sealed record PgExtension : PgObject
{
    /// <summary>The schema that its members are in, as far as it can be moved.</summary>
    public required string MemberSchema { get; init; }

    public required string Version { get; init; }

    /// <summary>In the order in which the extension named them.</summary>
    public IReadOnlyList<PgConfigurationTable> ConfigurationTables { get; init; } = [];

    /// <summary>Its sequences whose numbers are the user's, by schema and name.</summary>
    public IReadOnlyList<PgSequence> ConfigurationSequences { get; init; } = [];
}
