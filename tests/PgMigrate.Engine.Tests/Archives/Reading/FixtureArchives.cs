using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>The archives that pg_dump wrote: see the README beside them.</summary>
internal static class FixtureArchives
{
    /// <summary>Custom, directory and tar.</summary>
    public static TheoryData<string> All =>
    [
        .. Custom, "pg15-directory", "pg17-directory", "pg18-directory", "pg15-tar.tar", "pg17-tar.tar", "pg18-tar.tar",
    ];

    public static string[] Custom =>
    [
        "pg15-custom-gzip.dump", "pg15-custom-none.dump", "pg17-custom-gzip.dump", "pg17-custom-none.dump", "pg17-custom-lz4.dump", "pg17-custom-zstd.dump",
        "pg18-custom-gzip.dump", "pg18-custom-none.dump", "pg18-custom-lz4.dump", "pg18-custom-zstd.dump",
    ];

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Archives", "Fixtures", name);
}
