using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What PgMigrate exports, PostgreSQL's own programs restore.</summary>
public sealed class ArchiveRestoreTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    /// <summary>Formats, compressions and versions, and the oldest pg_restore that shall read them.</summary>
    public static TheoryData<ArchiveFormat, ArchiveCompression, string, int> Archives
    {
        get
        {
            var data = new TheoryData<ArchiveFormat, ArchiveCompression, string, int>();
            foreach (var format in new[] { ArchiveFormat.Custom, ArchiveFormat.Directory })
            {
                foreach (var compression in new[] { ArchiveCompression.None, ArchiveCompression.Gzip }) data.Add(format, compression, "1.14", 12);
                foreach (var version in new[] { "1.14", "1.15", "1.16" }) data.Add(format, ArchiveCompression.Gzip, version, 18);
                foreach (var compression in Enum.GetValues<ArchiveCompression>())
                {
                    data.Add(format, compression, "1.15", 16);
                    data.Add(format, compression, "1.16", 17);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Restores_every_object_and_row_by_pg_restore(ArchiveFormat format, ArchiveCompression compression, string version, int oldest)
    {
        // A newer program begins with settings that an older server does not know.
        var major = oldest == 12 ? TestServers.Default : InstalledProgram.Find("pg_restore", oldest).Major;
        var source = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(source, ExportSample.Sql);
        var path = Path.Combine(folder, "archive");

        var result = await Exporting.RunAsync(new() { Source = source, Path = path, Format = format, Compression = compression, ArchiveVersion = new(version), ThrottleLimit = 3 });

        Assert.Equal(10, result.Tables.Count);
        foreach (var options in new string[][] { [], ["-j2"] })
        {
            var destination = await servers.CreateDatabaseAsync(major);
            await Exporting.RestoreAsync(path, destination, options);
            await Exporting.AssertSameAsync(source, destination);
        }
    }

    [Theory]
    [InlineData(ArchiveFormat.Custom, "c")]
    [InlineData(ArchiveFormat.Directory, "d")]
    public async Task Lists_what_pg_dump_lists(ArchiveFormat format, string letter)
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, ExportSample.Sql);
        await Sql.ExecuteAsync(source, $"COMMENT ON DATABASE {source.Database} IS 'ours'; ALTER DATABASE {source.Database} SET work_mem = '7MB'");
        var (ours, theirs) = (Path.Combine(folder, "ours"), Path.Combine(folder, "theirs"));
        await Exporting.DumpAsync(source, "-F" + letter, "-f", theirs);

        await Exporting.RunAsync(new() { Source = source, Path = ours, Format = format });

        Assert.Equal(await Exporting.ListAsync(theirs), await Exporting.ListAsync(ours));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
