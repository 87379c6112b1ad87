using PgMigrate.Engine.Archives;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Tests of archives that they make themselves, in a folder of their own.</summary>
public abstract class HandmadeArchiveTest : IDisposable
{
    protected const string Rows = "one\ntwo\n";
    protected const string End = "\\.\n\n\n";

    private readonly TemporaryFolder folder = new();

    private protected TemporaryFolder Folder => folder;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The rows of the first table.</summary>
    protected static async Task<string> ReadAsync(string path, int bufferSize = 1000)
    {
        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var entries = await source.ReadEntriesAsync(Cancellation);
        return await ArchiveReading.ReadTextAsync(source, entries.First(entry => entry.HasRows), bufferSize);
    }

    protected static async Task RequireDamagedAsync(string path, string what)
        => Assert.Contains(what, (await RequireErrorAsync("ArchiveDamaged", path)).Message, StringComparison.Ordinal);

    protected static async Task<MigrationException> RequireErrorAsync(string errorId, string path)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => ReadAsync(path));
        Assert.True(errorId == error.ErrorId, $"{error.ErrorId}: {error.Message}");
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        if (errorId != "ArchiveNotFound") Assert.Matches(@"at byte \d+", error.Message);
        Assert.NotNull(error.Remedy);
        return error;
    }

    protected string Write(byte[] bytes)
    {
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
