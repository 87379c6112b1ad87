namespace PgMigrate.Engine.Archives;

/// <summary>What a script holds besides the statements that make objects and fill them, and how it fills them.</summary>
internal sealed record ScriptOptions
{
    /// <summary>Drops first what the script makes.</summary>
    public bool Clean { get; init; }

    /// <summary>With <see cref="Clean"/>: what is not there need not be dropped.</summary>
    public bool IfExists { get; init; }

    /// <summary>Makes the database, and connects to it.</summary>
    public bool Create { get; init; }

    /// <summary>Whether nothing says to whom objects belong.</summary>
    public bool NoOwner { get; init; }

    /// <summary>How rows are written as INSERT; null for COPY.</summary>
    public InsertOptions? Inserts { get; init; }
}
