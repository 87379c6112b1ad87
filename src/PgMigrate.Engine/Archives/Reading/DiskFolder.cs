namespace PgMigrate.Engine.Archives;

/// <summary>The files of a folder; none of them may be a link to what is not in it.</summary>
internal sealed class DiskFolder : IArchiveFolder
{
    private readonly string realPath;

    public DiskFolder(string path)
    {
        Path = path;
        realPath = System.IO.Path.GetFullPath(new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);
    }

    public string Path { get; }

    public long? LengthOf(string name)
    {
        var file = new FileInfo(PathOf(name));
        try
        {
            if (!file.Exists) return null;
            if (file.LinkTarget is null) return file.Length;
            var target = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            if (System.IO.Path.GetDirectoryName(target.FullName) != realPath) throw ArchiveErrors.Unsafe(file.FullName, 0, $"it is a link to {target.FullName}");
            return target.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ArchiveErrors.Unreadable(file.FullName, error);
        }
    }

    public ArchiveBytes Open(string name) => FileBytes.Open(PathOf(name));

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
