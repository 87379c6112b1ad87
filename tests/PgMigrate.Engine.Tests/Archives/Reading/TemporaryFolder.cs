namespace PgMigrate.Engine.Tests.Archives;

/// <summary>A folder that is gone with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pgmigrate-archive-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
