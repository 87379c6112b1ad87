namespace PgMigrate.Engine.Catalog;

/// <summary>How an aggregate moves from row to row: its ordinary state, or the one of a moving frame.</summary>
public sealed record PgAggregateState
{
    /// <summary>The function that takes a row in, as it is written.</summary>
    public required string Transition { get; init; }

    /// <summary>The function that takes a row out again, as it is written; null for the ordinary state.</summary>
    public string? Inverse { get; init; }

    public required string Type { get; init; }

    /// <summary>The expected bytes of the state; 0 where it is not told.</summary>
    public int Space { get; init; }

    /// <summary>The state before the first row, as text; null for NULL.</summary>
    public string? InitialValue { get; init; }

    /// <summary>The function that makes the result of the state, as it is written; null where the state is the result.</summary>
    public string? Final { get; init; }

    /// <summary>Whether the final function has the aggregate's arguments, too.</summary>
    public bool HasFinalExtra { get; init; }

    public AggregateFinalModify FinalModify { get; init; }
}
