namespace PgMigrate.Engine.Toc;

/// <summary>What the rows of a TABLE DATA entry look like: where they belong, their columns, their format.</summary>
public sealed record RowSet
{
    public required string Schema { get; init; }

    public required string Table { get; init; }

    /// <summary>The columns in stream order, by the destination's names; generated columns are left out.</summary>
    public required IReadOnlyList<RowColumn> Columns { get; init; }

    public required RowFormat Format { get; init; }

    /// <summary>Whether the table comes with an extension, so that it is at the destination when the extension is.</summary>
    public bool IsProvided { get; init; }

    /// <summary>The key's columns by the destination's names; empty where there is none.</summary>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>The places among all of the table's columns, from 0, of those that are generated, ascending.</summary>
    public IReadOnlyList<int> GeneratedPlaces { get; init; } = [];

    /// <summary>Whether a column is GENERATED ALWAYS AS IDENTITY, so that an INSERT of its values has to say so.</summary>
    public bool OverridesIdentity { get; init; }
}
