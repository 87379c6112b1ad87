namespace PgMigrate.Engine.Archives;

/// <summary>The files of a tar file, read where they are.</summary>
internal sealed class TarFolder : IArchiveFolder
{
    private readonly Dictionary<string, TarMember> members;

    private TarFolder(string path, Dictionary<string, TarMember> members) => (Path, this.members) = (path, members);

    public string Path { get; }

    public static TarFolder Open(string path, CancellationToken cancellationToken)
    {
        using var bytes = FileBytes.Open(path);
        var members = new Dictionary<string, TarMember>();
        foreach (var member in TarMembers.Read(bytes, cancellationToken))
        {
            if (!members.TryAdd(member.Name, member)) throw ArchiveErrors.Damaged(path, member.Start, $"the file {member.Name} is there twice");
        }

        return new(path, members);
    }

    public long? LengthOf(string name) => members.TryGetValue(name, out var member) ? member.Length : null;

    public ArchiveBytes Open(string name)
    {
        var member = members[name];
        return FileBytes.Open(Path, Path, member.Start, member.Length);
    }
}
