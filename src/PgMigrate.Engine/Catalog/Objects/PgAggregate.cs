namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE AGGREGATE. Functions and operators are named as they are written.</summary>
public sealed record PgAggregate : PgObject
{
    public required AggregateKind Kind { get; init; }

    /// <summary>The types of all arguments, as <c>format_type</c> prints them: with the name, what it is told by.</summary>
    public required IReadOnlyList<string> ArgumentTypes { get; init; }

    /// <summary>Names, modes and types, as <c>pg_get_function_arguments</c> prints them.</summary>
    public required string Arguments { get; init; }

    /// <summary>The same as <c>pg_get_function_identity_arguments</c> prints it: how statements name the aggregate.</summary>
    public required string IdentityArguments { get; init; }

    public required PgAggregateState State { get; init; }

    /// <summary>How it works over a moving frame; null where it starts anew instead.</summary>
    public PgAggregateState? MovingState { get; init; }

    public string? Combine { get; init; }

    public string? Serialize { get; init; }

    public string? Deserialize { get; init; }

    /// <summary>The operator whose order the result is first in, as for min and max; null where there is none.</summary>
    public string? SortOperator { get; init; }

    public FunctionParallel Parallel { get; init; }
}
