using System.IO.Compression;
using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

public sealed class DamagedArchiveTests : HandmadeArchiveTest
{
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
            var path = new HandmadeArchive().AddRows(1, rows + End, chunk: chunk).Write(Folder);

            for (var buffer = 1; buffer < 9; buffer++) Assert.Equal(rows, await ReadAsync(path, buffer));
        }
    }

    [Fact]
    public async Task Finds_the_end_of_rows_at_every_place_of_a_buffer()
    {
        for (var length = 131_050; length < 131_100; length++)
        {
            var rows = new string('x', length) + "\n";
            var path = new HandmadeArchive().AddRows(1, rows + End, chunk: 100_000).Write(Folder);

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
        => await RequireDamagedAsync(new HandmadeArchive().AddRows(1, data).Write(Folder), what);

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

    [Fact]
    public async Task Tells_where_a_statement_that_stands_for_rows_is_cut_off()
    {
        var path = new HandmadeArchive().Add(new(2, "TABLE", "t") { Namespace = "s", Definition = "CREATE TABLE s.t (a text);\n" })
            .AddRows(1, Encoding.UTF8.GetBytes("INSERT INTO s.t VALUES ('one');\nINSERT INTO s.t VALUES ('two"), copy: null).Write(Folder);
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var rows = (await source.ReadEntriesAsync(Cancellation))[1];
        Assert.True(rows is { HasStatements: true, HasRows: false, HasData: true });
        await using var statements = await source.OpenStatementsAsync(rows, ChunkBounds.Whole, Cancellation);

        Assert.Equal("INSERT INTO s.t VALUES ('one')", (await statements.ReadAsync(Cancellation))!.Text);
        var error = await Assert.ThrowsAsync<MigrationException>(async () => await statements.ReadAsync(Cancellation));

        Assert.Equal("ScriptTruncated", error.ErrorId);
        Assert.Contains("rows of s.t, line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knows_rows_that_belong_to_an_extension_by_the_table_that_the_archive_does_not_make()
    {
        var own = new HandmadeEntry(3, "TABLE DATA", "own") { Namespace = "s", Section = 3, Copy = "COPY s.own (a) FROM stdin;\n", Data = [.. Encoding.UTF8.GetBytes(End)], Dependencies = [2] };
        var extensions = own with { DumpId = 4, Tag = "its", Copy = "COPY s.its (a) FROM stdin;\n", Dependencies = [77] };
        var table = new HandmadeEntry(2, "TABLE", "own") { Namespace = "s", Definition = "CREATE TABLE s.own (a text);\n" };
        await using var whole = await ArchiveSource.OpenAsync(
            new HandmadeArchive().Add(new(1, "EXTENSION", "x")).Add(table).Add(own).Add(extensions).Write(Folder, "whole"), withRows: true, Cancellation);
        await using var rows = await ArchiveSource.OpenAsync(new HandmadeArchive().Add(own).Add(extensions).Write(Folder, "rows"), withRows: true, Cancellation);

        Assert.Equal([false, true], (await whole.ReadEntriesAsync(Cancellation)).Where(entry => entry.HasRows).Select(entry => whole.DescribeRows(entry, null).IsProvided));
        Assert.Equal([false, false], (await rows.ReadEntriesAsync(Cancellation)).Select(entry => rows.DescribeRows(entry, null).IsProvided));
    }

    [Fact]
    public async Task Puts_dependencies_first_and_breaks_circles_so_that_others_need_not()
    {
        var path = new HandmadeArchive()
            .Add(new(1, "FUNCTION", "a") { Namespace = "s", Dependencies = [2, 1] })
            .Add(new(2, "FUNCTION", "b") { Namespace = "s", Dependencies = [3] })
            .Add(new(3, "FUNCTION", "c") { Namespace = "s", Dependencies = [1, 4] })
            .Add(new(4, "FUNCTION", "d") { Namespace = "s" }).Write(Folder);
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
        await using var source = await ArchiveSource.OpenAsync(archive.Write(Folder), withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        Assert.Equal(Enumerable.Range(1, Count).Reverse(), entries.Select(entry => entry.DumpId));
    }

    [Theory]
    [InlineData("ArchiveEncodingUnsupported", "EUC_JP", "on", "SELECT pg_catalog.set_config('search_path', '', false);\n")]
    [InlineData("ArchiveSettingUnsupported", "UTF8", "off", "SELECT pg_catalog.set_config('search_path', '', false);\n")]
    [InlineData("ArchiveSettingUnsupported", "UTF8", "on", "SELECT pg_catalog.set_config('search_path', 'x', false);\n")]
    public async Task Refuses_settings_that_would_change_what_statements_mean(string errorId, string encoding, string strings, string searchPath) => await RequireErrorAsync(
        errorId, new HandmadeArchive { Encoding = encoding, StandardStrings = strings, SearchPath = searchPath }.AddRows(1, Rows + End).Write(Folder));

    [Fact]
    public async Task Refuses_text_that_is_none_in_its_character_set()
    {
        await RequireDamagedAsync(new HandmadeArchive { Text = Encoding.Latin1 }.Add(new(1, "FUNCTION", "größe") { Namespace = "s" }).Write(Folder), "is no text in utf-8");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "FUNCTION", "a\0b") { Namespace = "s" }).Write(Folder), "NUL");
        await RequireDamagedAsync(new HandmadeArchive { Encoding = "WIN1253" }.AddRows(1, [0xD2, (byte)'\n', .. Encoding.UTF8.GetBytes(End)]).Write(Folder), "no text in the archive's character set");
    }

    [Fact]
    public async Task Refuses_what_contradicts_itself()
    {
        await RequireDamagedAsync(new HandmadeArchive { Tail = [1, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0] }.AddRows(1, End).Write(Folder), "no entry has the data of number 9");
        await RequireDamagedAsync(new HandmadeArchive { Tail = [0] }.AddRows(1, End).Write(Folder), "the byte 0 begins none");
        await RequireDamagedAsync(new HandmadeArchive().AddRows(1, End).AddRows(1, End).Write(Folder), "the entry number 1 is there twice");
        await RequireDamagedAsync(new HandmadeArchive().AddRows(0, End).Write(Folder), "the entry number 0 is none");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "TABLE", "t") { Namespace = "s", Data = [1] }).Write(Folder), "has data, which such entries never have");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "TABLE", "t")).Write(Folder), "TABLE t has no schema");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "BLOB", "x")).Write(Folder), "is no large object");
        await RequireDamagedAsync(new HandmadeArchive().Add(new(1, "TABLE DATA", "t") { Namespace = "s", Section = 3 }).Write(Folder), "has no data");
        await RequireErrorAsync("ArchiveRowsUnsupported", new HandmadeArchive().AddRows(1, End, "COPY s.t (a) FROM PROGRAM 'rm';\n").Write(Folder));
        await RequireErrorAsync("ArchiveRowsUnsupported", new HandmadeArchive().AddRows(1, End, "COPY s.t (a) FROM stdin; DROP TABLE s.t;\n").Write(Folder));
    }

    [Fact]
    public async Task Says_what_a_file_is_that_is_no_archive()
    {
        await RequireErrorAsync("ArchiveNotFound", Path.Combine(Folder.Path, "missing"));
        await RequireErrorAsync("ArchiveNotRecognized", Folder.Path);
        var neither = await RequireErrorAsync("ArchiveNotRecognized", Write([1, 2, 0, 4]));
        Assert.Contains("neither an archive of pg_dump nor a script", neither.Message, StringComparison.Ordinal);

        var toc = Path.Combine(FixtureArchives.PathOf("pg15-directory"), "toc.dat");
        Assert.Contains("folder", (await RequireErrorAsync("ArchiveNotRecognized", toc)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toc.dat.gz")]
    [InlineData("toc.dat")]
    public async Task Reads_a_folder_whose_table_of_contents_is_compressed(string name)
    {
        var source = FixtureArchives.PathOf("pg17-directory");
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(Folder.Path, Path.GetFileName(file)));
        var toc = Path.Combine(Folder.Path, "toc.dat");
        var bytes = await File.ReadAllBytesAsync(toc, Cancellation);
        File.Delete(toc);
        await using (var file = File.Create(Path.Combine(Folder.Path, name)))
        await using (Stream target = name == "toc.dat" ? file : new GZipStream(file, CompressionLevel.Fastest)) await target.WriteAsync(bytes, Cancellation);

        Assert.Equal(await ArchiveReading.ReadRowsAsync(source), await ArchiveReading.ReadRowsAsync(Folder.Path));
    }
}
