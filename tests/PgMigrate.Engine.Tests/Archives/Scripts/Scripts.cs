using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Scripts for tests: the fixtures, and files that are gone after the test.</summary>
internal sealed class Scripts : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every plain script of the fixtures.</summary>
    public static TheoryData<string> Fixtures =>
    [
        .. new[] { "15", "17", "18" }.SelectMany(major => new[] { "plain", "plain-clean", "plain-inserts" }.Select(kind => $"pg{major}-{kind}.sql")),
    ];

    public static string FixturePath(string name) => Path.Combine(AppContext.BaseDirectory, "Archives", "Fixtures", name);

    public static string ListPath(string major) => Path.Combine(AppContext.BaseDirectory, "Archives", "Scripts", "Lists", $"pg{major}.txt");

    public static DatabaseEndpoint Endpoint(string path) => new() { Kind = DatabaseKind.Archive, Database = path };

    /// <summary>The path of a new file with that text.</summary>
    public string Write(string text) => Write(System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(byte[] bytes)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.sql");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>The entries of a script with that text.</summary>
    public Task<IReadOnlyList<TocEntry>> ReadAsync(string text) => ReadFileAsync(Write(text));

    public static async Task<IReadOnlyList<TocEntry>> ReadFileAsync(string path)
    {
        await using var source = await ScriptSource.OpenAsync(path, Cancellation);
        return await source.ReadEntriesAsync(Cancellation);
    }

    /// <summary>What a script with that text is refused with.</summary>
    public Task<MigrationException> FailsAsync(string text) => FailsAsync(System.Text.Encoding.UTF8.GetBytes(text));

    public async Task<MigrationException> FailsAsync(byte[] bytes)
        => await Assert.ThrowsAsync<MigrationException>(() => ReadFileAsync(Write(bytes)));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
