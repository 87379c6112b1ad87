namespace PgMigrate.Engine.Archives;

/// <summary>How a script is written.</summary>
/// <param name="File">What errors call it.</param>
internal sealed record ScriptFormat(string File)
{
    /// <summary>Whether lines end with a carriage return and a line feed.</summary>
    public bool HasCarriageReturns { get; init; }

    /// <summary>Whether a backslash in a plain string is only that.</summary>
    public bool IsStandardConforming { get; init; } = true;
}
