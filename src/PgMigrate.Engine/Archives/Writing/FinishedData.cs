namespace PgMigrate.Engine.Archives;

/// <summary>What a Directory archive's export notes of a table whose file is whole.</summary>
internal sealed record FinishedData
{
    public required int DumpId { get; init; }

    /// <summary>The entry's name (<see cref="Toc.TocEntry.Key"/>).</summary>
    public required string Key { get; init; }

    /// <summary>The statement that the rows belong to; it names the columns.</summary>
    public required string? CopyStatement { get; init; }

    /// <summary>The file's name within the folder.</summary>
    public required string File { get; init; }

    /// <summary>The file's length.</summary>
    public required long Length { get; init; }

    public required long Rows { get; init; }

    /// <summary>The bytes of the rows as COPY's text.</summary>
    public required long Bytes { get; init; }

    /// <summary>How the source's rows were: what it takes to prove that they still are.</summary>
    public required string State { get; init; }
}
