using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>A custom archive as tests want it, byte for byte, sound or not.</summary>
internal sealed class HandmadeArchive
{
    private readonly List<HandmadeEntry> entries = [];

    public int Minor { get; init; } = 14;

    public int IntegerSize { get; init; } = 4;

    public int OffsetSize { get; init; } = 8;

    /// <summary>The level up to 1.14, the algorithm from then on.</summary>
    public int Compression { get; init; }

    public string Encoding { get; init; } = "UTF8";

    /// <summary>How the entries' texts are written.</summary>
    public Encoding Text { get; init; } = System.Text.Encoding.UTF8;

    public string? SearchPath { get; init; } = "SELECT pg_catalog.set_config('search_path', '', false);\n";

    public string StandardStrings { get; init; } = "on";

    /// <summary>Bytes behind the last block.</summary>
    public byte[] Tail { get; init; } = [];

    public static byte[] Zlib(params string[] streams) => [.. streams.SelectMany(stream => Pack(stream, target => new ZLibStream(target, CompressionLevel.Optimal)))];

    public static byte[] Gzip(params string[] streams) => [.. streams.SelectMany(stream => Pack(stream, target => new GZipStream(target, CompressionLevel.Optimal)))];

    public HandmadeArchive Add(HandmadeEntry entry)
    {
        entries.Add(entry);
        return this;
    }

    /// <summary>A table's rows; <c>\.</c> and what follows it is for the caller to add.</summary>
    public HandmadeArchive AddRows(int dumpId, string data, string copy = "COPY s.t (a) FROM stdin;\n", int chunk = 7)
        => AddRows(dumpId, System.Text.Encoding.UTF8.GetBytes(data), copy, chunk);

    public HandmadeArchive AddRows(int dumpId, byte[] data, string? copy = "COPY s.t (a) FROM stdin;\n", int chunk = 7) => Add(new(dumpId, "TABLE DATA", "t")
    {
        Namespace = "s",
        Section = 3,
        Copy = copy,
        Data = data,
        Chunk = chunk,
    });

    public string Write(TemporaryFolder folder, string name = "handmade.dump")
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    public byte[] ToBytes()
    {
        var target = new MemoryStream();
        target.Write("PGDMP"u8);
        target.Write([1, (byte)Minor, 0, (byte)IntegerSize, (byte)OffsetSize, 1]);
        if (Minor >= 15) target.WriteByte((byte)Compression);
        else WriteInteger(target, Compression);
        foreach (var part in new[] { 30, 45, 12, 24, 11, 125, 0 }) WriteInteger(target, part);
        foreach (var text in new[] { "handmade", "15.18", "tests" }) WriteText(target, text);
        HandmadeEntry[] all = [.. Settings(), .. entries];
        WriteInteger(target, all.Length);
        foreach (var entry in all) WriteEntry(target, entry);
        foreach (var entry in entries.Where(entry => entry.Data is not null || entry.LargeObjects is not null)) WriteBlock(target, entry);
        target.Write(Tail);
        return target.ToArray();
    }

    private IEnumerable<HandmadeEntry> Settings()
    {
        yield return new(900001, "ENCODING", "ENCODING") { Definition = $"SET client_encoding = '{Encoding}';\n" };
        yield return new(900002, "STDSTRINGS", "STDSTRINGS") { Definition = $"SET standard_conforming_strings = '{StandardStrings}';\n" };
        if (SearchPath is not null) yield return new(900003, "SEARCHPATH", "SEARCHPATH") { Definition = SearchPath };
    }

    private void WriteEntry(Stream target, HandmadeEntry entry)
    {
        var hasData = entry.Data is not null || entry.LargeObjects is not null;
        WriteInteger(target, entry.DumpId);
        WriteInteger(target, hasData ? 1 : 0);
        WriteText(target, "0");
        WriteText(target, "0");
        WriteText(target, entry.Tag);
        WriteText(target, entry.Desc);
        if (Minor >= 11) WriteInteger(target, entry.Section);
        WriteText(target, entry.Definition);
        WriteText(target, entry.Drop);
        WriteText(target, entry.Copy);
        WriteText(target, entry.Namespace);
        WriteText(target, entry.Tablespace);
        if (Minor >= 14) WriteText(target, null);
        if (Minor >= 16) WriteInteger(target, 0);
        WriteText(target, entry.Owner);
        WriteText(target, entry.WithOids ? "true" : "false");
        foreach (var id in entry.Dependencies) WriteText(target, id.ToString(CultureInfo.InvariantCulture));
        WriteText(target, null);
        // To a pipe: positions are not known when this is written.
        target.WriteByte(hasData ? (byte)1 : (byte)3);
        target.Write(new byte[OffsetSize]);
    }

    private void WriteBlock(Stream target, HandmadeEntry entry)
    {
        target.WriteByte(entry.LargeObjects is null ? (byte)1 : (byte)3);
        WriteInteger(target, entry.DumpId);
        if (entry.Data is not null) WriteChunks(target, entry.Data, entry.Chunk);
        if (entry.LargeObjects is null) return;
        foreach (var (oid, bytes) in entry.LargeObjects)
        {
            WriteInteger(target, unchecked((int)oid));
            WriteChunks(target, bytes, entry.Chunk);
        }

        WriteInteger(target, 0);
    }

    private void WriteChunks(Stream target, byte[] data, int size)
    {
        foreach (var chunk in data.Chunk(size))
        {
            WriteInteger(target, chunk.Length);
            target.Write(chunk);
        }

        WriteInteger(target, 0);
    }

    private void WriteInteger(Stream target, int value)
    {
        target.WriteByte(value < 0 ? (byte)1 : (byte)0);
        var magnitude = (ulong)Math.Abs((long)value);
        for (var place = 0; place < IntegerSize; place++) target.WriteByte(place < 8 ? (byte)(magnitude >> (8 * place)) : (byte)0);
    }

    private void WriteText(Stream target, string? text)
    {
        var bytes = text is null ? [] : Text.GetBytes(text);
        WriteInteger(target, text is null ? -1 : bytes.Length);
        target.Write(bytes);
    }

    private static byte[] Pack(string text, Func<Stream, Stream> compress)
    {
        using var target = new MemoryStream();
        using (var stream = compress(target)) stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
