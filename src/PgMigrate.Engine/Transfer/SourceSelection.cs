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
    /// Whether a SQLite source's types are chosen by its values: needed to create tables, not to fill those that are there.
    /// </summary>
    public bool IsProfiled { get; init; }
}
