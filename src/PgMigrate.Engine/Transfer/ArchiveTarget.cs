using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Transfer;

/// <summary>Where an archive goes: what is there already is not lost by accident.</summary>
internal static class ArchiveTarget
{
    /// <summary>Refuses a place that is taken, before the source is asked for anything.</summary>
    /// <exception cref="MigrationException">ArchiveExists, ArchiveNotWritten.</exception>
    public static void Require(DatabaseExportRequest request)
    {
        var path = Path.GetFullPath(request.Path);
        if (request.Format == ArchiveFormat.Directory) RequireFolder(path, request);
        else if (Directory.Exists(path)) throw ArchiveWritingErrors.NotWritten(path, new IOException("it is a folder"));
        else if (File.Exists(path) && !request.Force) throw ArchiveWritingErrors.Exists(path, isFolder: false);
        else if (!Directory.Exists(Path.GetDirectoryName(path))) throw ArchiveWritingErrors.NotWritten(path, new DirectoryNotFoundException("its folder does not exist"));
    }

    private static void RequireFolder(string path, DatabaseExportRequest request)
    {
        if (File.Exists(path)) throw ArchiveWritingErrors.NotWritten(path, new IOException("it is a file"));
        if (!Directory.Exists(path) || request.Force || !Directory.EnumerateFileSystemEntries(path).Any()) return;
        // A whole archive has no notes: it is nothing to go on with.
        if (!request.Resume || !File.Exists(Path.Combine(path, DirectoryNotes.FileName))) throw ArchiveWritingErrors.Exists(path, isFolder: true);
    }
}
