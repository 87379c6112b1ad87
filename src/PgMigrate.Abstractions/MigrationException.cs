namespace PgMigrate;

/// <summary>
/// A failure that PgMigrate understands: a stable id, what it concerns and what to do now.
/// The cmdlets turn it into an error record with the same id, target and recommended action.
/// </summary>
public class MigrationException(string errorId, MigrationErrorCategory category, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>
    /// A PascalCase noun phrase that scripts may match on, such as <c>DestinationNotEmpty</c>. It never changes its meaning.
    /// </summary>
    public string ErrorId { get; } = errorId;

    /// <summary>The kind of failure.</summary>
    public MigrationErrorCategory Category { get; } = category;

    /// <summary>What the failure concerns: a table, a file, an endpoint without its password.</summary>
    public string? Subject { get; init; }

    /// <summary>What to do now, in one sentence.</summary>
    public string? Remedy { get; init; }

    /// <summary>The same failure with another remedy.</summary>
    public MigrationException WithRemedy(string remedy) => new(ErrorId, Category, Message, InnerException)
    {
        Subject = Subject,
        Remedy = remedy,
        SqlState = SqlState,
        Detail = Detail,
        Hint = Hint,
        Statement = Statement,
        Where = Where,
    };

    /// <summary>The SQLSTATE of the server's error, if a server raised it.</summary>
    public string? SqlState { get; init; }

    /// <summary>The server's DETAIL, if any.</summary>
    public string? Detail { get; init; }

    /// <summary>The server's HINT, if any.</summary>
    public string? Hint { get; init; }

    /// <summary>The statement that failed, if one did.</summary>
    public string? Statement { get; init; }

    /// <summary>The server's CONTEXT, such as <c>COPY orders, line 17, column total</c>.</summary>
    public string? Where { get; init; }
}
