using System.Text;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Names that lead out of an archive's own folder or tar file.</summary>
public sealed class UnsafeArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    /// <summary>Each name is as long as that which it takes the place of, so that nothing else changes.</summary>
    [Theory]
    [InlineData("../3.dat")]
    [InlineData("/etc/pwd")]
    [InlineData("a/../b.t")]
    [InlineData("..\\3.dat")]
    [InlineData("C:3.data")]
    [InlineData("3574.da.")]
    [InlineData("3574.\nat")]
    public async Task Refuses_a_name_in_the_table_of_contents(string name)
    {
        var archive = Copy("pg15-directory");
        var toc = Path.Combine(archive, "toc.dat");
        Replace(toc, "3574.dat", name);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "3.dat"), "secret\n\\.\n\n\n", Cancellation);

        await RequireUnsafeAsync(archive);
    }

    [Theory]
    [InlineData("blob_70001.dat", "../b_70001.dat")]
    [InlineData("blob_70001.dat", "/lob_70001.dat")]
    public async Task Refuses_a_name_in_the_list_of_large_objects(string own, string name)
    {
        var archive = Copy("pg18-directory");
        Replace(Path.Combine(archive, "blobs_3616.toc"), own, name);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "b_70001.dat"), "secret", Cancellation);

        await RequireUnsafeAsync(archive);
    }

    [Theory]
    [InlineData("3574.dat.gz")]
    [InlineData("toc.dat")]
    [InlineData("blobs.toc")]
    public async Task Refuses_a_link_that_leads_out_of_the_folder_and_follows_one_within(string name)
    {
        var archive = Copy("pg15-directory");
        var (own, outside) = (Path.Combine(archive, name), Path.Combine(folder.Path, "outside"));
        File.Move(own, Path.Combine(archive, "moved"));
        File.CreateSymbolicLink(own, "moved");
        Assert.Equal(8, (await ArchiveReading.ReadRowsAsync(archive)).Count);

        File.Move(Path.Combine(archive, "moved"), outside);
        File.Delete(own);
        File.CreateSymbolicLink(own, outside);

        await RequireUnsafeAsync(archive);
    }

    [Fact]
    public async Task Reads_a_folder_that_is_reached_by_a_link()
    {
        var link = Path.Combine(folder.Path, "link");
        Directory.CreateSymbolicLink(link, FixtureArchives.PathOf("pg15-directory"));

        Assert.Equal(8, (await ArchiveReading.ReadRowsAsync(link)).Count);
    }

    [Theory]
    [InlineData("../t.dat", (byte)'0', "ArchiveUnsafe")]
    [InlineData("/etc/pwd", (byte)'0', "ArchiveUnsafe")]
    [InlineData("data.dat", (byte)'2', "ArchiveUnsafe")]
    [InlineData("data.dat", (byte)'1', "ArchiveUnsafe")]
    [InlineData("data.dat", (byte)'3', "ArchiveDamaged")]
    public async Task Refuses_members_of_a_tar_file_that_are_elsewhere(string name, byte type, string errorId)
    {
        var bytes = await File.ReadAllBytesAsync(FixtureArchives.PathOf("pg18-tar.tar"), Cancellation);
        var second = 512 + ((TarHeader.SizeOf(bytes) + 511) / 512 * 512);
        bytes.AsSpan(second, 100).Clear();
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(second));
        bytes[second + 156] = type;
        TarHeader.Sign(bytes.AsSpan(second, 512));
        var path = Path.Combine(folder.Path, "archive.tar");
        await File.WriteAllBytesAsync(path, bytes, Cancellation);

        var error = await Assert.ThrowsAsync<MigrationException>(() => ArchiveReading.ReadRowsAsync(path));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains($"at byte {second}", error.Message, StringComparison.Ordinal);
    }

    private string Copy(string name)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder.Path, "archive")).FullName;
        foreach (var file in Directory.GetFiles(FixtureArchives.PathOf(name))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }

    private static void Replace(string path, string own, string other)
    {
        var bytes = File.ReadAllBytes(path);
        var place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(own));
        Assert.True(place >= 0 && own.Length == other.Length);
        Encoding.ASCII.GetBytes(other, bytes.AsSpan(place));
        File.WriteAllBytes(path, bytes);
    }

    private static async Task RequireUnsafeAsync(string archive)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(async () =>
        {
            await ArchiveReading.ReadRowsAsync(archive);
            await using var source = await ArchiveReading.OpenSourceAsync(archive);
            await ArchiveReading.ReadLargeObjectsAsync(source, 70001);
        });
        Assert.True(error.ErrorId == "ArchiveUnsafe", $"{error.ErrorId}: {error.Message}");
        Assert.Matches(@"at byte \d+", error.Message);
        Assert.Equal(MigrationErrorCategory.SecurityError, error.Category);
    }
}
