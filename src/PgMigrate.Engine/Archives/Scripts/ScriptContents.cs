using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>What a script holds, in its order.</summary>
internal sealed record ScriptContents
{
    /// <summary>What errors call the script.</summary>
    public required string File { get; init; }

    public required IReadOnlyList<ScriptBlock> Blocks { get; init; }

    /// <summary>Where the bytes of large objects stand.</summary>
    public required IReadOnlyDictionary<uint, ScriptPlace> LargeObjects { get; init; }

    public required SourceOrigin Origin { get; init; }

    public required IReadOnlyList<MigrationFinding> Findings { get; init; }
}
