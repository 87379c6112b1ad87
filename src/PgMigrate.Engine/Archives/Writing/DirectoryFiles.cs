using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Archives;

/// <summary>The files that a Directory archive consists of, among whatever else is in a folder.</summary>
internal static partial class DirectoryFiles
{
    /// <summary>Removes an archive's files but those to keep, the table of contents first: what is half removed is no archive. Returns how many.</summary>
    public static int Remove(string folder, HashSet<string> kept)
    {
        var names = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Where(name => Pattern().IsMatch(name) && !kept.Contains(name))
            .OrderByDescending(name => name.StartsWith(DirectoryArchiveWriter.ContentsFile, StringComparison.Ordinal)).ToList();
        foreach (var name in names) File.Delete(Path.Combine(folder, name));
        return names.Count;
    }

    [GeneratedRegex(@"^(toc\.dat|[0-9]+\.dat|blob_[0-9]+\.dat|blobs(_[0-9]+)?\.toc|pgmigrate-export\.jsonl)(\.gz|\.lz4|\.zst)?(\.part)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
