using System.Formats.Tar;
using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Switching;

/// <summary>The user and the group that a file of a Unix system belongs to.</summary>
internal readonly partial record struct FileOwner(int User, int Group)
{
    /// <summary>.NET tells a file's owner nowhere but in the entry of an archive.</summary>
    public static FileOwner Of(string file)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true)) writer.WriteEntry(file, "file");
        archive.Position = 0;
        using var reader = new TarReader(archive);
        var entry = reader.GetNextEntry()!;
        return new(entry.Uid, entry.Gid);
    }

    /// <summary>Gives the file to this owner; false where this process may not.</summary>
    public bool TryTake(string file) => Of(file) == this || ChangeOwner(file, User, Group) == 0;

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);
}
