using System.IO.Compression;
using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

public sealed class DamagedArchiveTests : IDisposable
{
    private const string Rows = "one\ntwo\n";
    private const string End = "\\.\n\n\n";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task Takes_the_end_of_the_rows_from_them_however_they_are_cut(int chunk)
    {
        foreach (var rows in new[] { "", Rows, "\\\\.\n", "a\\.\n\\.b\n", "\n\n\\N\n", "\\.x\n" })
        {
            var path = new HandmadeArchive().AddRows(1, rows + End, chunk: chunk).Write(folder);

            for (var buffer = 1; buffer < 9; buffer++) Assert.Equal(rows, await ReadAsync(path, buffer));
        }
    }

    [Fact]
    public async Task Finds_the_end_of_rows_at_every_place_of_a_buffer()
    {
        for (var length = 131_050; length < 131_100; length++)
        {
            var rows = new string('x', length) + "\n";
            var path = new HandmadeArchive().AddRows(1, rows + End, chunk: 100_000).Write(folder);

            Assert.Equal(rows, await ReadAsync(path, 200_000));
        }
    }

    [Theory]
    [InlineData(Rows, "end without the line that ends them")]
    [InlineData("one\n\\.", "end without the line that ends them")]
    [InlineData("one\\.\n\n\n", "end without the line that ends them")]
    [InlineData(Rows + End + "three\n", "something follows the line that ends the rows of s.t")]
    [InlineData(Rows + End + "\\.\n", "something follows the line that ends the rows of s.t")]
    public async Task Refuses_rows_without_an_end_or_with_more_behind_it(string data, string what)
        => await RequireDamagedAsync(new HandmadeArchive().AddRows(1, data).Write(folder), what);

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

        string Framed(byte[] data) => new HandmadeArchive { Minor = 16, Compression = algorithm }.AddRows(1, data).Write(folder);
    }

    [Theory]
    [InlineData(1, 9, "1.9")]
    [InlineData(1, 17, "1.17")]
    [InlineData(2, 14, "2.14")]
    public async Task Refuses_versions_that_it_does_not_know_by_name(byte major, byte minor, string version)
    {
        var bytes = new HandmadeArchive().ToBytes();
        (bytes[5], bytes[6]) = (major, minor);

        var error = await RequireErrorAsync("ArchiveVersionUnsupported", Write(bytes));

        Assert.Contains($"version {version};", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public async Task Reads_every_version_with_numbers_of_any_size(int minor)
    {
        foreach (var (integers, offsets) in new[] { (4, 8), (8, 4), (16, 16), (4, 4) })
        {
            var archive = new HandmadeArchive { Minor = minor, IntegerSize = integers, OffsetSize = offsets }
                .Add(new(2, "TABLE", "t") { Namespace = "s", Definition = "CREATE TABLE s.t (a text);\n", Tablespace = "", Owner = "" })
                .AddRows(1, Rows + End)
                .Add(new(3, "INDEX", "i") { Namespace = "s", Section = 4, Definition = "CREATE INDEX i ON s.t (a);\n", Dependencies = [2, 77] });
            var path = archive.Write(folder);
            await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);

            var entries = await source.ReadEntriesAsync(Cancellation);

            Assert.Equal([TocSection.PreData, TocSection.Data, TocSection.PostData], entries.Select(entry => entry.Section));
            Assert.Equal(("", null, null), (entries[0].Tablespace, entries[1].Tablespace, entries[0].Owner));
            Assert.Equal(Rows, await ReadAsync(path));
        }
    }

    [Fact]
    public async Task Sets_the_search_path_for_entries_of_archives_whose_names_have_no_schema()
    {
        var path = new HandmadeArchive { Minor = 12, SearchPath = null }
            .Add(new(2, "TABLE", "t") { Namespace = "Old", Definition = "CREATE TABLE t (a text);\n" })
            .Add(new(1, "TABLE DATA", "t") { Namespace = "Old", Section = 3, Copy = "COPY t (a) FROM stdin;\n", Data = Encoding.UTF8.GetBytes(Rows + End), Dependencies = [2] })
            .Write(folder);
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        Assert.Equal("SET LOCAL search_path = \"Old\", pg_catalog;\nCREATE TABLE t (a text);\nSET LOCAL search_path = '';\n", entries[0].Definition);
        Assert.Equal("Old", source.DescribeRows(entries[1], null).Schema);
    }

    [Fact]
    public async Task Makes_the_large_objects_that_no_entry_of_an_old_archive_makes()
    {
        var path = new HandmadeArchive { Minor = 11 }
            .Add(new(int.MaxValue, "BLOBS", "BLOBS") { Section = 3, LargeObjects = [(7, [1, 2, 3]), (3_000_000_000, []), (5, [4])] })
            .Write(folder);
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        Assert.Equal([TocDesc.LargeObjects, TocDesc.LargeObjectBytes], entries.Select(entry => entry.Desc));
        Assert.Equal([5U, 7U, 3_000_000_000U], LargeObjectGroup.OidsOf(entries[0]));
        Assert.Contains(entries[0].DumpId, entries[1].Dependencies);
        var found = await ArchiveReading.ReadLargeObjectsAsync(source, 7, 5, 3_000_000_000);
        Assert.Equal([(5U, "04"), (7U, "010203")], found.Select(one => (one.Oid, Convert.ToHexString(one.Bytes))));
    }

    [Fact]
    public async Task Refuses_rows_that_are_INSERT_statements_before_anything_is_restored_and_lets_the_rest_through()
    {
        var path = new HandmadeArchive().Add(new(2, "TABLE", "t") { Namespace = "s", Definition = "CREATE TABLE s.t (a text);\n" })
            .AddRows(1, Encoding.UTF8.GetBytes("INSERT INTO s.t VALUES ('one');\n"), copy: null).Write(folder);
        await using var withRows = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        await using var without = await ArchiveSource.OpenAsync(path, withRows: false, Cancellation);

        var error = await Assert.ThrowsAsync<MigrationException>(() => withRows.ReadEntriesAsync(Cancellation));

        Assert.Equal("ArchiveRowsAreStatements", error.ErrorId);
        Assert.Contains("s.t", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await without.ReadEntriesAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Puts_dependencies_first_and_breaks_circles_so_that_others_need_not()
    {
        var path = new HandmadeArchive()
            .Add(new(1, "FUNCTION", "a") { Namespace = "s", Dependencies = [2, 1] })
            .Add(new(2, "FUNCTION", "b") { Namespace = "s", Dependencies = [3] })
            .Add(new(3, "FUNCTION", "c") { Namespace = "s", Dependencies = [1, 4] })
            .Add(new(4, "FUNCTION", "d") { Namespace = "s" }).Write(folder);
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        Assert.Equal([4, 3, 2, 1], entries.Select(entry => entry.DumpId));
        Assert.Equal("4|3|2", string.Join('|', entries.Skip(1).Select(entry => string.Join(',', entry.Dependencies))));
        Assert.Equal(2, source.Findings.Count);
    }

    [Fact]
    public async Task Orders_a_hundred_thousand_entries_that_all_hang_on_each_other()
    {
        const int Count = 100_000;
        var archive = new HandmadeArchive();
        for (var id = 1; id <= Count; id++) archive.Add(new(id, "FUNCTION", $"f{id}") { Namespace = "s", Dependencies = [(id % Count) + 1] });
        await using var source = await ArchiveSource.OpenAsync(archive.Write(folder), withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        Assert.Equal(Enumerable.Range(1, Count).Reverse(), entries.Select(entry => entry.DumpId));
    }

    [Theory]
    [InlineData("ArchiveEncodingUnsupported", "EUC_JP", "on", "SELECT pg_catalog.set_config('search_path', '', false);\n")]
    [InlineData("ArchiveSettingUnsupported", "UTF8", "off", "SELECT pg_catalog.set_config('search_path', '', false);\n")]
    [InlineData("ArchiveSettingUnsupported", "UTF8", "on", "SELECT pg_catalog.set_config('search_path', 'x', false);\n")]
    public async Task Refuses_settings_that_would_change_what_statements_mean(string errorId, string encoding, string strings, string searchPath) => await RequireErrorAsync(
        errorId, new HandmadeArchive { Encoding = encoding, StandardStrings = strings, SearchPath = searchPath }.AddRows(1, Rows + End).Write(folder));

    [Fact]
    public async Task Refuses_text_that_is_none_in_its_character_set()
    {
        await RequireDamagedAsync(new HandmadeArchive { Text = Encoding.Latin1 }.Add(new(1, "FUNCTION", "größe") { Namespace = "s" }).Write(folder), "is no text in utf-8");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "FUNCTION", "a\0b") { Namespace = "s" }).Write(folder), "NUL");
        await RequireDamagedAsync(new HandmadeArchive { Encoding = "WIN1253" }.AddRows(1, [0xD2, (byte)'\n', .. Encoding.UTF8.GetBytes(End)]).Write(folder), "no text in the archive's character set");
    }

    [Fact]
    public async Task Refuses_what_contradicts_itself()
    {
        await RequireDamagedAsync(new HandmadeArchive { Tail = [1, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0] }.AddRows(1, End).Write(folder), "no entry has the data of number 9");
        await RequireDamagedAsync(new HandmadeArchive { Tail = [0] }.AddRows(1, End).Write(folder), "the byte 0 begins none");
        await RequireDamagedAsync(new HandmadeArchive().AddRows(1, End).AddRows(1, End).Write(folder), "the entry number 1 is there twice");
        await RequireDamagedAsync(new HandmadeArchive().AddRows(0, End).Write(folder), "the entry number 0 is none");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "TABLE", "t") { Namespace = "s", Data = [1] }).Write(folder), "has data, which such entries never have");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "TABLE", "t")).Write(folder), "TABLE t has no schema");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "BLOB", "x")).Write(folder), "is no large object");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "TABLE DATA", "t") { Namespace = "s", Section = 3 }).Write(folder), "has no data");
        await RequireErrorAsync("ArchiveRowsUnsupported", new HandmadeArchive().AddRows(1, End, "COPY s.t (a) FROM PROGRAM 'rm';\n").Write(folder));
        await RequireErrorAsync("ArchiveRowsUnsupported", new HandmadeArchive().AddRows(1, End, "COPY s.t (a) FROM stdin; DROP TABLE s.t;\n").Write(folder));
    }

    [Fact]
    public async Task Says_what_a_file_is_that_is_no_archive()
    {
        await RequireErrorAsync("ArchiveNotFound", Path.Combine(folder.Path, "missing"));
        await RequireErrorAsync("ArchiveNotRecognized", folder.Path);
        foreach (var (text, what) in new (byte[], string)[]
        {
            ([0xFF, 0xFE, (byte)'-', 0], "UTF-16"), (HandmadeArchive.Gzip("-- script"), "gzip"), ([1, 2, 0, 4], "neither an archive of pg_dump nor a script"),
        })
        {
            Assert.Contains(what, (await RequireErrorAsync("ArchiveNotRecognized", Write(text))).Message, StringComparison.Ordinal);
        }

        var toc = Path.Combine(FixtureArchives.PathOf("pg15-directory"), "toc.dat");
        Assert.Contains("folder", (await RequireErrorAsync("ArchiveNotRecognized", toc)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toc.dat.gz")]
    [InlineData("toc.dat")]
    public async Task Reads_a_folder_whose_table_of_contents_is_compressed(string name)
    {
        var source = FixtureArchives.PathOf("pg17-directory");
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var toc = Path.Combine(folder.Path, "toc.dat");
        var bytes = await File.ReadAllBytesAsync(toc, Cancellation);
        File.Delete(toc);
        await using (var file = File.Create(Path.Combine(folder.Path, name)))
        await using (Stream target = name == "toc.dat" ? file : new GZipStream(file, CompressionLevel.Fastest)) await target.WriteAsync(bytes, Cancellation);

        Assert.Equal(await ArchiveReading.ReadRowsAsync(source), await ArchiveReading.ReadRowsAsync(folder.Path));
    }

    private async Task<string> ReadAsync(string path, int bufferSize = 1000)
    {
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var entries = await source.ReadEntriesAsync(Cancellation);
        return await ArchiveReading.ReadTextAsync(source, entries.First(entry => entry.HasRows), bufferSize);
    }

    private async Task RequireDamagedAsync(string path, string what)
        => Assert.Contains(what, (await RequireErrorAsync("ArchiveDamaged", path)).Message, StringComparison.Ordinal);

    private async Task<MigrationException> RequireErrorAsync(string errorId, string path)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => ReadAsync(path));
        Assert.True(errorId == error.ErrorId, $"{error.ErrorId}: {error.Message}");
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        if (errorId != "ArchiveNotFound") Assert.Matches(@"at byte \d+", error.Message);
        Assert.NotNull(error.Remedy);
        return error;
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Compressed(byte[] data, int chunk) => new HandmadeArchive { Compression = 6 }.AddRows(1, data, chunk: chunk).Write(folder);

    /// <summary>A copy of a folder in which one table's rows are these.</summary>
    private string InFolder(string suffix, byte[] data)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder.Path, "archive")).FullName;
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
