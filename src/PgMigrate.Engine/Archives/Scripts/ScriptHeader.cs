using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Archives;

/// <summary>What pg_dump's comment before an entry says of it (PostgreSQL, pg_backup_archiver.c, _printTocEntry).</summary>
/// <remarks>Line breaks of names are blanks there, and a name may hold what looks like the next field: statements tell better.</remarks>
internal sealed partial record ScriptHeader
{
    public required string Tag { get; init; }

    public required string Desc { get; init; }

    public string? Namespace { get; init; }

    public string? Owner { get; init; }

    public string? Tablespace { get; init; }

    /// <summary>The entry's number in the dump; null unless the dump was verbose.</summary>
    public int? DumpId { get; init; }

    public uint CatalogTableOid { get; init; }

    public uint CatalogOid { get; init; }

    /// <summary>The numbers of some of the entries that it depends on; none unless the dump was verbose.</summary>
    public IReadOnlyList<int> Dependencies { get; init; } = [];

    /// <summary>The line of the name.</summary>
    public long Line { get; init; }

    /// <summary>The header that a comment's line is; null for another comment.</summary>
    public static ScriptHeader? Parse(string comment, long line)
    {
        if (Name().Match(comment) is not { Success: true } match) return null;
        return new()
        {
            Tag = match.Groups["name"].Value,
            Desc = match.Groups["type"].Value,
            Namespace = Given(match.Groups["schema"].Value),
            Owner = Given(match.Groups["owner"].Value),
            Tablespace = match.Groups["tablespace"] is { Success: true } tablespace ? tablespace.Value : null,
            Line = line,
        };
    }

    /// <summary>The header with what a verbose dump says in the lines before it; the same where the comment is no such line.</summary>
    public static ScriptHeader WithNumbers(ScriptHeader header, string comment)
    {
        if (Numbers().Match(comment) is { Success: true } numbers)
        {
            return header with
            {
                DumpId = Number<int>(numbers.Groups[1].Value),
                CatalogTableOid = Number<uint>(numbers.Groups[2].Value) ?? 0,
                CatalogOid = Number<uint>(numbers.Groups[3].Value) ?? 0,
            };
        }

        const string Dependencies = "-- Dependencies:";
        return !comment.StartsWith(Dependencies, StringComparison.Ordinal) ? header : header with
        {
            Dependencies = [.. comment[Dependencies.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number<int>).OfType<int>()],
        };
    }

    private static T? Number<T>(string text) where T : struct, IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Given(string text) => text is "" or "-" ? null : text;

    [GeneratedRegex(
        @"^-- (?:Data for )?Name: (?<name>.*); Type: (?<type>[A-Z][A-Z ]*[A-Z]); Schema: (?<schema>.*); Owner:(?: (?<owner>.*?))?(?:; Tablespace: (?<tablespace>.*))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"^-- TOC entry (\d+) \(class (\d+) OID (\d+)\)")]
    private static partial Regex Numbers();
}
