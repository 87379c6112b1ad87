using System.Globalization;

namespace PgMigrate.Engine.Archives;

/// <summary>The version of an archive's layout (PostgreSQL, pg_backup_archiver.h). The major version has always been 1.</summary>
internal readonly record struct ArchiveVersion(int Minor, int Revision = 0)
{
    /// <summary>What pg_dump 8.0 to 8.3 write.</summary>
    public static ArchiveVersion Oldest { get; } = new(10);

    /// <summary>What pg_dump 12 to 15 write, and every pg_restore since can read: with gzip or without compression.</summary>
    public static ArchiveVersion Usual { get; } = new(14);

    /// <summary>What pg_dump 16 writes: with every compression.</summary>
    public static ArchiveVersion WithAlgorithm { get; } = new(15);

    /// <summary>What pg_dump 17 and 18 write: large objects in groups, and the kinds of relations.</summary>
    public static ArchiveVersion Newest { get; } = new(16);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"1.{Minor}");
}
