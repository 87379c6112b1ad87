namespace PgMigrate.Engine.Catalog;

/// <summary>One function, window function or procedure; aggregates are of another kind.</summary>
public sealed record PgFunction : PgObject
{
    public required FunctionKind Kind { get; init; }

    /// <summary>The types of the arguments that a caller gives, as <c>format_type</c> prints them: with the name, what it is told by.</summary>
    public required IReadOnlyList<string> ArgumentTypes { get; init; }

    /// <summary>Names, modes, types and defaults, as <c>pg_get_function_arguments</c> prints them.</summary>
    public required string Arguments { get; init; }

    /// <summary>The same without defaults: how statements name the function.</summary>
    public required string IdentityArguments { get; init; }

    /// <summary>As <c>pg_get_function_result</c> prints it; null for a procedure.</summary>
    public string? Result { get; init; }

    public required string Language { get; init; }

    /// <summary>The types that transforms are applied to, as they are written.</summary>
    public IReadOnlyList<string> TransformTypes { get; init; } = [];

    public FunctionVolatility Volatility { get; init; }

    public bool IsStrict { get; init; }

    public bool IsSecurityDefiner { get; init; }

    public bool IsLeakproof { get; init; }

    public FunctionParallel Parallel { get; init; }

    /// <summary>The planner's estimate, as the server prints it; null where it is the language's default.</summary>
    public string? Cost { get; init; }

    /// <summary>The planner's estimate of the rows, as the server prints it; null where it is the default or the function returns no set.</summary>
    public string? Rows { get; init; }

    /// <summary>The planner support function, as it is written; null where there is none.</summary>
    public string? Support { get; init; }

    /// <summary>Settings for the time of a call, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The source text, or the name of a C symbol.</summary>
    public required string Source { get; init; }

    /// <summary>The library of a C function; null for others.</summary>
    public string? Library { get; init; }

    /// <summary>A body of SQL statements that was parsed when the function was made (PostgreSQL 14), as the server prints it; null for others.</summary>
    public string? SqlBody { get; init; }
}
