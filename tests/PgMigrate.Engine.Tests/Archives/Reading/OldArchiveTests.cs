using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What archives of older versions of pg_dump have otherwise.</summary>
public sealed class OldArchiveTests : HandmadeArchiveTest
{
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
            var path = archive.Write(Folder);
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
            .Write(Folder);
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
            .Write(Folder);
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        Assert.Equal([TocDesc.LargeObjects, TocDesc.LargeObjectBytes], entries.Select(entry => entry.Desc));
        Assert.Equal([5U, 7U, 3_000_000_000U], LargeObjectGroup.OidsOf(entries[0]));
        Assert.Contains(entries[0].DumpId, entries[1].Dependencies);
        var found = await ArchiveReading.ReadLargeObjectsAsync(source, 7, 5, 3_000_000_000);
        Assert.Equal([(5U, "04"), (7U, "010203")], found.Select(one => (one.Oid, Convert.ToHexString(one.Bytes))));
    }
}
