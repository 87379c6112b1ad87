using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Reads archives for tests.</summary>
internal static class ArchiveReading
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ArchiveSource> OpenSourceAsync(string path)
    {
        var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        await source.ReadEntriesAsync(Cancellation);
        return source;
    }

    /// <summary>What is told of one entry, line by line.</summary>
    public static async Task<List<string>> ReadLinesAsync(string path, int dumpId)
    {
        var lines = new List<string>();
        await foreach (var line in ArchiveListing.ReadLinesAsync(path, dumpId, Cancellation)) lines.Add(line);
        return lines;
    }

    /// <summary>The rows of each table, by the COPY statement.</summary>
    public static async Task<Dictionary<string, string>> ReadRowsAsync(string path)
    {
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var rows = new Dictionary<string, string>();
        foreach (var entry in (await source.ReadEntriesAsync(Cancellation)).Where(entry => entry.HasRows))
        {
            rows.Add(entry.CopyStatement!, await ReadTextAsync(source, entry));
        }

        return rows;
    }

    public static async Task<string> ReadTextAsync(ArchiveSource source, TocEntry entry, int bufferSize = 1000)
    {
        await using var stream = await source.OpenRowsAsync(entry, ChunkBounds.Whole, new(), Cancellation);
        using var whole = new MemoryStream();
        var buffer = new byte[bufferSize];
        while (await stream.ReadAsync(buffer, Cancellation) is > 0 and var read) whole.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(whole.ToArray());
    }

    /// <summary>The bytes of large objects, in the order in which they come.</summary>
    public static async Task<List<(uint Oid, byte[] Bytes)>> ReadLargeObjectsAsync(ArchiveSource source, params uint[] oids)
    {
        var found = new List<(uint Oid, byte[] Bytes)>();
        await foreach (var part in source.ReadLargeObjectsAsync(oids, Cancellation))
        {
            if (part.Offset == 0) found.Add((part.Oid, []));
            Assert.Equal((found[^1].Oid, (long)found[^1].Bytes.Length), (part.Oid, part.Offset));
            found[^1] = (part.Oid, [.. found[^1].Bytes, .. part.Bytes.Span]);
        }

        return found;
    }
}
