namespace PgMigrate.Engine.Archives;

/// <summary>The files of an archive that is more than one: on disk, or in a tar file.</summary>
internal interface IArchiveFolder
{
    string Path { get; }

    /// <summary>The file's length; null where there is none of that name.</summary>
    /// <exception cref="MigrationException">ArchiveUnsafe: it is a link that leads out of the folder.</exception>
    long? LengthOf(string name);

    /// <summary>Opens a file that is there.</summary>
    ArchiveBytes Open(string name);
}
