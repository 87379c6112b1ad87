using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Compressed data that end too early, or too late.</summary>
public sealed class CompressedArchiveTests : HandmadeArchiveTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100_000)]
    public async Task Refuses_a_second_zlib_stream_and_bytes_behind_the_first(int chunk)
    {
        var sound = HandmadeArchive.Zlib(Rows + End);

        Assert.Equal(Rows, await ReadAsync(Compressed(sound, chunk)));

        await RequireDamagedAsync(Compressed(HandmadeArchive.Zlib(Rows, End), chunk), "bytes follow the end of the zlib stream");
        await RequireDamagedAsync(Compressed([.. sound, 0], chunk), "bytes follow the end of the zlib stream");
        await RequireDamagedAsync(Compressed([.. sound, .. new byte[100]], chunk), "bytes follow the end of the zlib stream");
        for (var length = 1; length < sound.Length; length++) await RequireDamagedAsync(Compressed(sound[..length], chunk), "the zlib stream is cut off");
        await RequireDamagedAsync(Compressed([.. sound[..^1], (byte)~sound[^1]], chunk), "the compressed data are none that zlib knows");
    }

    [Fact]
    public async Task Reads_gzip_members_one_after_the_other_and_refuses_what_is_none()
    {
        var sound = HandmadeArchive.Gzip("one\n", "two\n", "", End);

        Assert.Equal(Rows, await ReadAsync(InFolder(".gz", sound)));
        // Of nothing at all there are no rows.
        for (var length = 1; length < sound.Length; length++)
        {
            var error = await Assert.ThrowsAsync<MigrationException>(() => ReadAsync(InFolder(".gz", sound[..length])));
            Assert.Equal("ArchiveDamaged", error.ErrorId);
        }

        await RequireDamagedAsync(InFolder(".gz", HandmadeArchive.Gzip(Rows + End)[..^8]), "the gzip stream is cut off");
        await RequireDamagedAsync(InFolder(".gz", [.. sound, 0]), "bytes follow the end of the gzip stream");
        await RequireDamagedAsync(InFolder(".gz", [.. sound, .. new byte[100]]), "bytes follow the end of the gzip stream");
    }

    [Fact]
    public async Task Reads_a_file_that_is_not_compressed_though_the_header_says_so()
        => Assert.Equal(Rows, await ReadAsync(InFolder("", Encoding.UTF8.GetBytes(Rows + End))));

    [Theory]
    [InlineData("lz4", 2)]
    [InlineData("zstd", 3)]
    public async Task Refuses_frames_that_are_cut_off_or_followed_by_other_bytes(string name, int algorithm)
    {
        var path = FixtureArchives.PathOf($"pg18-custom-{name}.dump");
        var archive = await Archive.OpenAsync(path, Cancellation);
        var entry = archive.Entries.Single(entry => entry is { HasRows: true, Tag: "base" });
        var frame = RawData(path, entry);

        Assert.Equal("1\n2\n3\n", await ReadAsync(Framed(frame)));
        for (var length = 1; length < frame.Length; length++) await RequireDamagedAsync(Framed(frame[..length]), "");
        await RequireDamagedAsync(Framed([.. frame, 1, 2, 3, 4, 5]), "");
        if (name == "zstd") await RequireDamagedAsync(Framed([.. frame, .. frame]), "bytes follow the end of the Zstandard stream");

        string Framed(byte[] data) => new HandmadeArchive { Minor = 16, Compression = algorithm }.AddRows(1, data).Write(Folder);
    }

    private string Compressed(byte[] data, int chunk) => new HandmadeArchive { Compression = 6 }.AddRows(1, data, chunk: chunk).Write(Folder);

    /// <summary>A copy of a folder in which one table's rows are these.</summary>
    private string InFolder(string suffix, byte[] data)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder.Path, "archive")).FullName;
        foreach (var file in Directory.GetFiles(target)) File.Delete(file);
        foreach (var file in Directory.GetFiles(FixtureArchives.PathOf("pg15-directory"))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var archive = Archive.Open(target, Cancellation);
        var first = archive.Entries.First(entry => entry.HasRows);
        var name = Path.Combine(target, $"{first.DumpId}.dat");
        File.Delete(name + ".gz");
        File.WriteAllBytes(name + suffix, data);
        return target;
    }

    /// <summary>The compressed data of an entry, as they stand in the archive.</summary>
    private static byte[] RawData(string path, TocEntry entry)
    {
        using var reader = new ArchiveReader(new(FileBytes.Open(path)));
        var toc = ArchiveTocReader.Read(reader, hasFiles: false, Cancellation);
        using var block = new ArchiveReader(new(FileBytes.Open(path), toc.Places[entry.DumpId].DataOffset!.Value + 1));
        block.ReadInteger("the entry's number");
        using var chunks = new ChunkStream(block);
        using var data = new MemoryStream();
        chunks.CopyTo(data);
        return data.ToArray();
    }
}
