namespace PgMigrate.Engine.Toc;

/// <summary>One column of a row set.</summary>
/// <param name="Name">The column's name in the destination.</param>
/// <param name="Type">Its PostgreSQL type, as <c>format_type</c> prints it.</param>
public sealed record RowColumn(string Name, string Type)
{
    /// <summary>Whether the source computes it, so that the destination may too, instead of taking its values.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The type that a domain is over, through however many domains; null for a type that is no domain.</summary>
    public string? BaseType { get; init; }
}
