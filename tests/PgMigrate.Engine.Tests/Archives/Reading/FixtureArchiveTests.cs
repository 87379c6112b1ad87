using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

public sealed class FixtureArchiveTests
{
    private const uint SmallObject = 70001;
    private const uint ObjectAboveInteger = 3_000_000_000;

    public static TheoryData<string> Archives => FixtureArchives.All;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Tells_what_the_header_says(string name)
    {
        var archive = await ArchiveListing.ReadAsync(FixtureArchives.PathOf(name), Cancellation);

        var major = name[2..4];
        var compression = name.Contains("none", StringComparison.Ordinal) || name.Contains("tar", StringComparison.Ordinal) ? ArchiveCompression.None
            : name.Contains("lz4", StringComparison.Ordinal) ? ArchiveCompression.Lz4
            : name.Contains("zstd", StringComparison.Ordinal) ? ArchiveCompression.Zstd : ArchiveCompression.Gzip;
        var format = name.Contains("custom", StringComparison.Ordinal) ? ArchiveFormat.Custom
            : name.Contains("tar", StringComparison.Ordinal) ? ArchiveFormat.Tar : ArchiveFormat.Directory;
        Assert.Equal((format, major == "15" ? "1.14" : "1.16", "rich", "UTF8"), (archive.Format, archive.Version, archive.Database, archive.Encoding));
        if (format != ArchiveFormat.Tar) Assert.Equal(compression, archive.Compression);
        Assert.StartsWith(major, archive.ServerVersion, StringComparison.Ordinal);
        Assert.StartsWith(major, archive.DumperVersion, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 11, 20), archive.CreatedAt!.Value.Date);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Lists_the_entries_that_pg_restore_lists(string name)
    {
        var path = FixtureArchives.PathOf(name);
        var expected = await PgRestore.ListAsync(path);

        var archive = await Archive.OpenAsync(path, Cancellation);

        var actual = archive.Entries.Where(entry => !ArchiveDesc.IsSetting(entry) && entry.Desc != TocDesc.Database)
            .Select(entry => $"{entry.DumpId}; {entry.CatalogTableOid} {entry.CatalogOid} {entry.Desc} {entry.Namespace ?? "-"} {entry.Tag} {entry.Owner}");
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Reads_the_rows_that_pg_restore_reads(string name)
    {
        var path = FixtureArchives.PathOf(name);
        var expected = await PgRestore.ReadRowsAsync(path);

        var actual = await ArchiveReading.ReadRowsAsync(path);

        Assert.Equal(8, expected.Count);
        Assert.Equal(expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Reads_the_same_rows_from_every_version_format_and_compression(string name)
    {
        var expected = await ArchiveReading.ReadRowsAsync(FixtureArchives.PathOf("pg15-custom-none.dump"));

        var actual = await ArchiveReading.ReadRowsAsync(FixtureArchives.PathOf(name));

        Assert.Equal(500, expected.First(pair => pair.Key.StartsWith("COPY shop.customer ", StringComparison.Ordinal)).Value.Count(one => one == '\n'));
        Assert.Equal(expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Reads_large_objects_byte_for_byte_in_the_order_of_their_numbers(string name)
    {
        await using var source = await ArchiveReading.OpenSourceAsync(FixtureArchives.PathOf(name));

        var found = await ArchiveReading.ReadLargeObjectsAsync(source, ObjectAboveInteger, SmallObject);

        Assert.Equal([SmallObject, ObjectAboveInteger], found.Select(one => one.Oid));
        Assert.Equal([0xDE, 0xAD, 0xBE, 0xEF], found[0].Bytes);
        Assert.Equal(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("large object ", 500))), found[1].Bytes);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Gives_entries_whose_large_objects_and_dependencies_are_known(string name)
    {
        await using var source = await ArchiveSource.OpenAsync(FixtureArchives.PathOf(name), withRows: true, Cancellation);

        var entries = await source.ReadEntriesAsync(Cancellation);

        var bytes = entries.Single(entry => entry.Desc == TocDesc.LargeObjectBytes);
        var made = entries.Where(entry => bytes.Dependencies.Contains(entry.DumpId)).SelectMany(LargeObjectGroup.OidsOf);
        Assert.Equal([SmallObject, ObjectAboveInteger], made.Order());
        var places = entries.Select((entry, place) => (entry.DumpId, place)).ToDictionary(pair => pair.DumpId, pair => pair.place);
        Assert.All(entries, entry => Assert.All(entry.Dependencies.Where(places.ContainsKey), id => Assert.True(places[id] < places[entry.DumpId])));
        Assert.DoesNotContain(entries, ArchiveDesc.IsSetting);
        Assert.Empty(source.Findings);
        Assert.All(entries.Where(entry => entry.HasData), entry => Assert.True(entry.DataBytes > 0, entry.Key));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Key).Distinct().Count());
    }

    /// <summary>The positions say where the blocks are; passing over them all must say the same, and end with the file.</summary>
    [Fact]
    public async Task Finds_by_passing_over_the_file_the_blocks_that_the_table_of_contents_tells_of()
    {
        foreach (var name in FixtureArchives.Custom)
        {
            var path = FixtureArchives.PathOf(name);
            ArchiveToc toc;
            using (var reader = new ArchiveReader(new(FileBytes.Open(path)))) toc = ArchiveTocReader.Read(reader, hasFiles: false, Cancellation);

            var found = CustomLayout.Open(path, toc, Cancellation).Scan(Cancellation);

            var told = toc.Entries.Where(entry => entry.HasData).ToDictionary(entry => entry.DumpId, entry => toc.Places[entry.DumpId].DataOffset!.Value);
            Assert.Equal(told.OrderBy(pair => pair.Key), found.OrderBy(pair => pair.Key));
            var archive = await Archive.OpenAsync(path, Cancellation);
            Assert.Equal(new FileInfo(path).Length - toc.End, archive.Entries.Sum(entry => entry.DataBytes));
        }
    }

    [Theory]
    [InlineData("pg15-plain.sql")]
    [InlineData("pg17-plain-clean.sql")]
    [InlineData("pg18-plain-inserts.sql")]
    public async Task Knows_a_script_when_it_sees_one(string name)
    {
        var path = FixtureArchives.PathOf(name);

        Assert.Equal(ArchiveFormat.Plain, Archive.Detect(path));
        var error = await Assert.ThrowsAsync<MigrationException>(() => Archive.OpenAsync(path, Cancellation));
        Assert.Equal("ArchiveNotRecognized", error.ErrorId);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Extracts_one_definition_and_the_rows_of_one_table(string name)
    {
        var path = FixtureArchives.PathOf(name);
        var entries = await ArchiveListing.ReadEntriesAsync(path, Cancellation);
        var table = entries.Single(entry => entry is { Kind: TocDesc.Table, Name: "Table \"quoted\"" });
        var rows = entries.Single(entry => entry is { Kind: TocDesc.TableData, Name: "Table \"quoted\"" });
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "rows");

        var definition = await ArchiveReading.ReadLinesAsync(path, table.DumpId);
        var lines = await ArchiveReading.ReadLinesAsync(path, rows.DumpId);
        await ArchiveListing.ExtractAsync(path, rows.DumpId, file, Cancellation);

        Assert.Equal("CREATE TABLE \"Odd Name\".\"Table \"\"quoted\"\"\" (\n    \"Col umn\" text,\n    \"sel;ect\" integer\n);\n", Assert.Single(definition));
        Assert.Equal(["\\\\.\t1", "new\\nline\t2", "\t3", "\\N\t4"], lines);
        Assert.Equal(string.Concat(lines.Select(line => line + "\n")), await File.ReadAllTextAsync(file, Cancellation));
        Assert.Equal((true, DatabaseSections.Data, "Odd Name"), (rows.HasData, rows.Section, rows.Schema));
        Assert.Contains(table.DumpId, rows.Dependencies);
        var largeObjects = entries.First(entry => entry is { HasData: true, Kind: not TocDesc.TableData });
        var wrong = await Assert.ThrowsAsync<MigrationException>(() => ArchiveReading.ReadLinesAsync(path, largeObjects.DumpId));
        Assert.Equal("ArchiveEntryWithoutRows", wrong.ErrorId);
    }

    [Fact]
    public async Task Describes_rows_by_the_COPY_statement_whose_names_are_quoted()
    {
        await using var source = await ArchiveSource.OpenAsync(FixtureArchives.PathOf("pg18-custom-zstd.dump"), withRows: true, Cancellation);
        var entries = await source.ReadEntriesAsync(Cancellation);

        var rows = source.DescribeRows(entries.Single(entry => entry is { HasRows: true, Tag: "Table \"quoted\"" }), null);

        Assert.Equal(("Odd Name", "Table \"quoted\"", RowFormat.Text, false), (rows.Schema, rows.Table, rows.Format, rows.IsProvided));
        Assert.Equal(["Col umn", "sel;ect"], rows.Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Streams_that_are_open_at_once_do_not_disturb_each_other()
    {
        var path = FixtureArchives.PathOf("pg17-custom-zstd.dump");
        var expected = await ArchiveReading.ReadRowsAsync(path);
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var entries = (await source.ReadEntriesAsync(Cancellation)).Where(entry => entry.HasRows).ToList();

        var read = await Task.WhenAll(Enumerable.Range(0, 5).SelectMany(_ => entries).Select(entry => Task.Run(() => ArchiveReading.ReadTextAsync(source, entry, 17))));

        Assert.Equal(Enumerable.Range(0, 5).SelectMany(_ => entries).Select(entry => expected[entry.CopyStatement!]), read);
    }
}
