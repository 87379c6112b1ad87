using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>What a destination's database was created with that cannot be changed any more, and is another than the source's.</summary>
internal static class DatabaseDifferences
{
    /// <summary>The differences: of the character set and of how text compares where no collation is named; none where the databases agree.</summary>
    public static IReadOnlyList<MigrationFinding> Find(PgDatabaseProperties source, PgDatabaseProperties destination)
    {
        var findings = new List<MigrationFinding>();
        if (source.Encoding != destination.Encoding) findings.Add(Encoding(source, destination));
        var (left, right) = (Order(source), Order(destination));
        if (left != right) findings.Add(Finding(
            MigrationFindingKind.Collation, destination,
            $"It sorts text by {right}, and the source by {left}: ORDER BY and comparisons of text can give another order."));
        if (Class(source) is var ours && Class(destination) is var theirs && ours != theirs) findings.Add(Finding(
            MigrationFindingKind.Collation, destination,
            $"It takes letters for upper and lower case by {theirs}, and the source by {ours}: upper, lower and patterns can give another result."));
        return findings;
    }

    private static MigrationFinding Encoding(PgDatabaseProperties source, PgDatabaseProperties destination) => Finding(
        MigrationFindingKind.Encoding, destination,
        $"Its character set is {destination.Encoding}, and the source's {source.Encoding}: "
        + (destination.Encoding == "UTF8" ? "text is converted and can take more bytes." : "text that it cannot express is refused."));

    private static MigrationFinding Finding(MigrationFindingKind kind, PgDatabaseProperties destination, string what) => new()
    {
        Kind = kind,
        Object = destination.Name,
        What = what,
        Remedy = "Where it matters, create the destination's database anew from template0 with the source's encoding and locale.",
    };

    /// <summary>The server's own provider sorts by code point whatever its locale (PostgreSQL documentation, Locale Providers).</summary>
    private static string Order(PgDatabaseProperties one) => one.LocaleProvider switch
    {
        LocaleProvider.Icu => Icu(one),
        LocaleProvider.Builtin => "C",
        _ => Libc(one.Collate),
    };

    private static string Class(PgDatabaseProperties one) => one.LocaleProvider switch
    {
        LocaleProvider.Icu => Icu(one),
        LocaleProvider.Builtin => $"PostgreSQL's {one.Locale}",
        _ => Libc(one.CharacterType),
    };

    private static string Icu(PgDatabaseProperties one) => $"ICU's {one.Locale}" + (one.IcuRules is null ? "" : $" with the rules '{one.IcuRules}'");

    /// <summary>POSIX is C; the operating system writes one encoding in several ways.</summary>
    private static string Libc(string locale) => locale is "C" or "POSIX" ? "C" : locale.Replace(".utf8", ".UTF-8", StringComparison.OrdinalIgnoreCase);
}
