namespace PgMigrate;

/// <summary>An object that the destination refused.</summary>
public sealed record ObjectFailure
{
    /// <summary>The kind, as pg_dump names it, such as <c>INDEX</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its schema; null for what is in none.</summary>
    public string? Schema { get; init; }

    /// <summary>Its name, as pg_dump's table of contents has it.</summary>
    public required string Name { get; init; }

    /// <summary>Why.</summary>
    public required string ErrorMessage { get; init; }

    /// <summary>The statement that was refused.</summary>
    public string? Statement { get; init; }

    /// <summary>The failure itself, for the error record; internal so that results serialize cleanly.</summary>
    internal MigrationException? Error { get; init; }

    public override string ToString() => $"{Kind} {(Schema is null ? "" : Schema + ".")}{Name}: {ErrorMessage}";
}
