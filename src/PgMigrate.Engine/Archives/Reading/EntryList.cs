using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The entries of an archive to restore and their order, as pg_restore --list prints them and --use-list reads them: each line begins with an
/// entry's dump id, and what stands behind a semicolon is a comment (PostgreSQL, pg_backup_archiver.c, SortTocFromFile).
/// </summary>
public sealed record EntryList
{
    private EntryList(string path, IReadOnlyList<int> dumpIds) => (Path, DumpIds) = (path, dumpIds);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The entries in the file's order, each once; one at least.</summary>
    public IReadOnlyList<int> DumpIds { get; }

    /// <summary>What tells this list from others, wherever its file lies.</summary>
    internal string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', DumpIds))).AsSpan(0, 8));

    /// <summary>Reads a list.</summary>
    /// <exception cref="MigrationException">EntryListNotFound, EntryListUnreadable, EntryListInvalid, EntryListRepeats, EntryListEmpty.</exception>
    public static EntryList Read(string path)
    {
        var (number, ids, lines) = (0, new List<int>(), new Dictionary<int, int>());
        foreach (var line in ReadLines(path))
        {
            number++;
            var text = line.Split(';')[0].Trim();
            if (text.Length == 0) continue;
            var id = IdOf(text) ?? throw Error(
                "EntryListInvalid", MigrationErrorCategory.InvalidData, path, $"line {number} begins with no entry's number: {text}",
                "Begin the line with a semicolon to leave it out, or with the number that pg_restore --list gives the entry.");
            if (!lines.TryAdd(id, number)) throw Error(
                "EntryListRepeats", MigrationErrorCategory.InvalidData, path, $"line {number} names the entry {id}, which line {lines[id]} names already", "Take one of the lines out.");
            ids.Add(id);
        }

        return ids.Count > 0 ? new(path, ids) : throw Error(
            "EntryListEmpty", MigrationErrorCategory.InvalidData, path, "no line of it names an entry", "Leave the lines of the entries to restore without a semicolon at their beginning.");
    }

    internal static MigrationException Error(string errorId, MigrationErrorCategory category, string path, string what, string remedy, Exception? cause = null)
        => new(errorId, category, $"The list '{path}' can't be used: {what}.", cause) { Subject = path, Remedy = remedy };

    private static string[] ReadLines(string path)
    {
        const string Remedy = "Name the file to which the output of pg_restore --list, or the ListLine of Get-PgArchive -List, was written.";
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Error("EntryListNotFound", MigrationErrorCategory.ObjectNotFound, path, "there is no such file", Remedy, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Error("EntryListUnreadable", MigrationErrorCategory.ReadError, path, error.Message.TrimEnd('.'), Remedy, error);
        }
    }

    private static int? IdOf(string text)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return int.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
    }
}
