namespace PgMigrate.Engine.Archives;

/// <summary>What can be wrong with an archive, by file and byte.</summary>
internal static class ArchiveErrors
{
    /// <summary>The file is not what its writer wrote.</summary>
    /// <param name="file">The file, or the member of a tar file.</param>
    /// <param name="offset">The byte in the file.</param>
    /// <param name="what">What is wrong there, as the end of a sentence.</param>
    /// <param name="cause">What noticed it.</param>
    public static MigrationException Damaged(string file, long offset, string what, Exception? cause = null) => At(
        "ArchiveDamaged", MigrationErrorCategory.InvalidData, file, offset, $"is damaged: {what}.",
        "Copy it again from where it is whole, or dump the database again.", cause);

    /// <summary>The file is no archive.</summary>
    public static MigrationException NotRecognized(string file, string what, string remedy) => At(
        "ArchiveNotRecognized", MigrationErrorCategory.InvalidData, file, 0, $"is no archive: {what}.", remedy);

    public static MigrationException VersionUnsupported(string file, long offset, string version, string remedy) => At(
        "ArchiveVersionUnsupported", MigrationErrorCategory.InvalidData, file, offset,
        $"is an archive of version {version}; versions {ArchiveVersion.Oldest} to {ArchiveVersion.Newest} can be read.", remedy);

    public static MigrationException CompressionUnavailable(string file, long offset, string compression, string library) => At(
        "CompressionUnavailable", MigrationErrorCategory.ResourceUnavailable, file, offset,
        $"is compressed with {compression}, and the library {library} is not on this machine.",
        $"Install {library}, or dump the database again with gzip or without compression.");

    /// <summary>A name leads out of the folder or tar file.</summary>
    public static MigrationException Unsafe(string file, long offset, string what) => At(
        "ArchiveUnsafe", MigrationErrorCategory.SecurityError, file, offset, $"names a file that is not its own: {what}.",
        "pg_dump writes no such archive: ask who made it.");

    /// <summary>The archive is sound, and what it holds can't be restored by this program.</summary>
    public static MigrationException ContentUnsupported(string errorId, string file, long offset, string what, string remedy) => At(
        errorId, MigrationErrorCategory.InvalidData, file, offset, what, remedy);

    public static MigrationException NotFound(string file) => new("ArchiveNotFound", MigrationErrorCategory.ObjectNotFound, $"There is no archive '{file}'.")
    {
        Subject = file,
        Remedy = "Name the file or folder that pg_dump or Export-PgDatabase wrote.",
    };

    public static MigrationException Unreadable(string file, Exception cause) => new(
        "ArchiveUnreadable", MigrationErrorCategory.ReadError, $"'{file}' can't be read: {cause.Message}", cause)
    {
        Subject = file,
        Remedy = "Give the user who runs this the right to read it, and look whether its disk is well.",
    };

    private static MigrationException At(
        string errorId, MigrationErrorCategory category, string file, long offset, string what, string remedy, Exception? cause = null) => new(
        errorId, category, FormattableString.Invariant($"'{file}', at byte {offset}, {what}"), cause)
        {
            Subject = file,
            Remedy = remedy,
        };
}
