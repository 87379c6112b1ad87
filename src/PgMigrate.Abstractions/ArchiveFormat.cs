namespace PgMigrate;

/// <summary>How a database is kept in files, as pg_dump's <c>--format</c> names it.</summary>
public enum ArchiveFormat
{
    /// <summary>One file with a table of contents.</summary>
    Custom,

    /// <summary>A folder with a table of contents and a file per table.</summary>
    Directory,

    /// <summary>The same files in one tar file.</summary>
    Tar,

    /// <summary>A script of SQL statements and rows.</summary>
    Plain,
}
