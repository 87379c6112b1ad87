namespace PgMigrate.Engine.Toc;

/// <summary>Where a source stands in numbering the rows of a column; rows may have been deleted since, or never been written.</summary>
public sealed record ColumnNumbering
{
    /// <summary>The column, by the destination's name.</summary>
    public required string Column { get; init; }

    /// <summary>The last number given, or the first to give where <see cref="IsCalled"/> is false.</summary>
    public required long LastValue { get; init; }

    /// <summary>Whether <see cref="LastValue"/> was given already.</summary>
    public required bool IsCalled { get; init; }

    /// <summary>Whether the numbers become smaller.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Whether numbering begins anew after the last number there is.</summary>
    public bool IsCycling { get; init; }
}
