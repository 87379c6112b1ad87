using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What to take from a source, and how a SQLite source is to look in PostgreSQL.</summary>
internal sealed record SourceSelection
{
    public ObjectFilter Filter { get; init; } = ObjectFilter.Everything;

    /// <summary>The schema for a SQLite source's tables; null for <c>public</c>.</summary>
    public string? DestinationSchema { get; init; }

    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>
    /// Whether the entries that make the tables are wanted, too. A SQLite source's types are then chosen by its values.
    /// </summary>
    public bool WithDefinitions { get; init; }

    /// <summary>Whether it matters what the tables and sequences hold: how large the ones are and where the others stand.</summary>
    public bool WithRows { get; init; } = true;

    /// <summary>Whether what the planner knows of the tables is wanted.</summary>
    public bool WithStatistics { get; init; }

    /// <summary>How long to wait for a table that another session holds, or waits to alter.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
