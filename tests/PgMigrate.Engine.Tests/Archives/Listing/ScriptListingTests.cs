using System.IO.Compression;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What is told of scripts is what is told of archives.</summary>
public sealed class ScriptListingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("15")]
    [InlineData("17")]
    [InlineData("18")]
    public async Task Tells_where_a_script_comes_from_and_lists_what_it_makes(string major)
    {
        var archive = await ArchiveListing.ReadAsync(FixtureArchives.PathOf($"pg{major}-plain.sql"), Cancellation);
        var entries = await ArchiveListing.ReadEntriesAsync(archive.Path, Cancellation);

        Assert.Equal((ArchiveFormat.Plain, ArchiveCompression.None, "UTF8", null, null), (archive.Format, archive.Compression, archive.Encoding, archive.Version, archive.CreatedAt));
        Assert.StartsWith(major + ".", archive.ServerVersion, StringComparison.Ordinal);
        Assert.Equal(archive.EntryCount, entries.Count);
        var table = Assert.Single(entries, entry => entry is { Kind: TocDesc.Table, Schema: "shop", Name: "customer" });
        Assert.StartsWith("CREATE TABLE shop.customer (", table.Definition, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pg15-plain.sql", "\\\\.\t1")]
    [InlineData("pg15-plain-inserts.sql", "INSERT INTO \"Odd Name\".\"Table \"\"quoted\"\"\" VALUES ('\\.', 1);")]
    public async Task Gives_the_rows_of_one_table_and_one_definition(string name, string first)
    {
        var path = FixtureArchives.PathOf(name);
        var entries = await ArchiveListing.ReadEntriesAsync(path, Cancellation);
        var rows = entries.Single(entry => entry is { Kind: TocDesc.TableData, Name: "Table \"quoted\"" });
        var file = Path.Combine(folder.Path, "rows");

        var lines = await ArchiveReading.ReadLinesAsync(path, rows.DumpId);
        await ArchiveListing.ExtractAsync(path, rows.DumpId, file, Cancellation);

        Assert.Equal(first, lines[0]);
        Assert.Equal(4, lines.Count);
        Assert.Equal(string.Concat(lines.Select(line => line + "\n")), await File.ReadAllTextAsync(file, Cancellation));
        var schema = entries.Single(entry => entry is { Kind: TocDesc.Schema, Name: "Odd Name" });
        Assert.Equal("CREATE SCHEMA \"Odd Name\";", Assert.Single(await ArchiveReading.ReadLinesAsync(path, schema.DumpId)).Trim());
    }

    [Fact]
    public async Task Reads_a_script_that_is_compressed_as_a_whole()
    {
        var path = Path.Combine(folder.Path, "script.sql.gz");
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(await File.ReadAllBytesAsync(FixtureArchives.PathOf("pg15-plain.sql"), Cancellation), Cancellation);
        }

        var archive = await ArchiveListing.ReadAsync(path, Cancellation);

        Assert.Equal((ArchiveFormat.Plain, ArchiveCompression.Gzip), (archive.Format, archive.Compression));
        Assert.Equal((await ArchiveListing.ReadAsync(FixtureArchives.PathOf("pg15-plain.sql"), Cancellation)).EntryCount, archive.EntryCount);
    }

    public void Dispose() => folder.Dispose();
}
