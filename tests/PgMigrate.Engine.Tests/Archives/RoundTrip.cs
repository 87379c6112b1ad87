using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>A database into an archive, and from there into another database.</summary>
internal static class RoundTrip
{
    private static readonly ArchiveFormat[] Formats = [ArchiveFormat.Custom, ArchiveFormat.Directory, ArchiveFormat.Plain];

    /// <summary>The format whose turn it is for a database like this: each of them for a third of all, and always the same for the same.</summary>
    public static ArchiveFormat FormatFor(string sql) => Formats[sql.Length % Formats.Length];

    /// <summary>Exports the database and imports it into a new one of the same version.</summary>
    public static async Task<DatabaseEndpoint> RunAsync(TestServers servers, DatabaseEndpoint source, ArchiveFormat format, int major = TestServers.Default)
    {
        using var folder = new TemporaryFolder();
        var archive = Path.Combine(folder.Path, "archive");
        await Exporting.RunAsync(new() { Source = source, Path = archive, Format = format, ThrottleLimit = 2 });
        var destination = await servers.CreateDatabaseAsync(major);
        var result = await Cloning.RunAsync(
            new() { Source = new() { Kind = DatabaseKind.Archive, Database = archive }, Destination = destination, SkipAnalyze = true, RemoveJournal = true, ThrottleLimit = 2 });
        Assert.Empty(result.Failures);
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        return destination;
    }

    /// <summary>Requires that pg_restore lists the same of an archive of ours as of pg_dump's.</summary>
    public static async Task RequireSameListAsync(DatabaseEndpoint source)
    {
        using var folder = new TemporaryFolder();
        var (ours, theirs) = (Path.Combine(folder.Path, "ours"), Path.Combine(folder.Path, "theirs"));
        await Exporting.DumpAsync(source, "-Fc", "-f", theirs);
        await Exporting.RunAsync(new() { Source = source, Path = ours });
        Assert.Equal(await Exporting.ListAsync(theirs), await Exporting.ListAsync(ours));
    }
}
