namespace PgMigrate;

/// <summary>An endpoint written in one dialect, with what that dialect could not say.</summary>
public sealed record DatabaseUrlText
{
    public required DatabaseUrlDialect Dialect { get; init; }

    /// <summary>The connection string with its password.</summary>
    public required string Text { get; init; }

    /// <summary>The same with <c>****</c> in the password's place.</summary>
    public required string MaskedText { get; init; }

    /// <summary>The names of the settings that the dialect's client does not know and that were left out.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>What the user should know before using the text, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The text without its password.</summary>
    public override string ToString() => MaskedText;
}
