namespace PgMigrate.Engine.Archives;

/// <summary>What a script's session is like at one place.</summary>
internal sealed record ScriptSession
{
    public required string SearchPath { get; init; }

    public required IReadOnlyList<string> Schemas { get; init; }

    public string? Tablespace { get; init; }

    public string? AccessMethod { get; init; }

    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Whether a backslash in a plain string is only that.</summary>
    public bool IsStandardConforming { get; init; } = true;

    public static ScriptSession Of(ScriptSettings settings) => new()
    {
        SearchPath = settings.SearchPath,
        Schemas = settings.Schemas,
        Tablespace = settings.Tablespace,
        AccessMethod = settings.AccessMethod,
        Others = settings.Others,
        IsStandardConforming = settings.IsStandardConforming,
    };
}
