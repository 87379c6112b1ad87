namespace PgMigrate.Engine.Tests.Archives;

/// <summary>An entry of a <see cref="HandmadeArchive"/>.</summary>
internal sealed record HandmadeEntry(int DumpId, string Desc, string Tag)
{
    public int Section { get; init; } = 2;

    public string? Definition { get; init; }

    public string? Drop { get; init; }

    public string? Copy { get; init; }

    public string? Namespace { get; init; }

    public string? Tablespace { get; init; }

    public string? Owner { get; init; }

    public bool WithOids { get; init; }

    public int[] Dependencies { get; init; } = [];

    public byte[]? Data { get; init; }

    /// <summary>How many bytes a piece of the data has.</summary>
    public int Chunk { get; init; } = 7;

    public (uint Oid, byte[] Bytes)[]? LargeObjects { get; init; }
}
