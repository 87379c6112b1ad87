namespace PgMigrate.Engine.Connections;

/// <summary>Names a file or folder of pg_dump's as a source.</summary>
public static class ArchiveEndpoint
{
    /// <summary>How such files are called, where what they hold can't tell.</summary>
    private static readonly string[] Endings = [".sql", ".sql.gz", ".dump", ".dmp", ".backup", ".pgdump", ".tar"];

    private static ReadOnlySpan<byte> Magic => "PGDMP"u8;

    private static ReadOnlySpan<byte> SqliteMagic => "SQLite format 3\0"u8;

    /// <param name="path">The file or folder.</param>
    public static DatabaseEndpoint Of(string path) => new()
    {
        Kind = DatabaseKind.Archive,
        Database = Path.GetFullPath(path),
        Provider = DatabaseProvider.Local,
        Route = ConnectionRoute.Direct,
        Dialect = DatabaseUrlDialect.FilePath,
    };

    /// <summary>Whether the bare text names an archive: by what the file or folder holds, else by its ending.</summary>
    internal static bool IsOne(string text, string folder)
    {
        if (text.IndexOfAny(['\0', '\n', '\r']) >= 0) return false;
        var path = Path.Combine(folder, text);
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path, "toc.dat*").Any();
        var start = Start(path);
        return start.AsSpan().StartsWith(Magic)
            || (!start.AsSpan().StartsWith(SqliteMagic) && Endings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The file's first bytes; none where it cannot be read, which who opens it will say.</summary>
    private static byte[] Start(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var start = new byte[SqliteMagic.Length];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
