using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// What a destination's database was created with that cannot be changed any more, or has from its host, and is another than the source's.
/// </summary>
internal static class DatabaseDifferences
{
    private const string Utf8 = "UTF8";
    private const string Bytes = "SQL_ASCII";

    /// <summary>The differences: of the character set and of how text compares where no collation is named; none where the databases agree.</summary>
    public static IReadOnlyList<MigrationFinding> Find(PgDatabaseProperties source, PgDatabaseProperties destination)
    {
        var findings = new List<MigrationFinding>();
        if (source.Encoding != destination.Encoding) findings.Add(Encoding(source, destination));
        var (left, right) = (Order(source), Order(destination));
        if (left != right) findings.Add(Finding(
            MigrationFindingKind.Collation, destination,
            $"It sorts text by {right}, and the source by {left}: ORDER BY and comparisons of text can give another order."));
        else if (FindVersion(source, destination) is { } version) findings.Add(version);
        if (Class(source) is var ours && Class(destination) is var theirs && ours != theirs) findings.Add(Finding(
            MigrationFindingKind.Collation, destination,
            $"It takes letters for upper and lower case by {theirs}, and the source by {ours}: upper, lower and patterns can give another result."));
        return findings;
    }

    /// <summary>That the source is read only, and its copy is not; null where it is not, or both are.</summary>
    public static MigrationFinding? FindReadOnly(PgDatabaseProperties source, PgDatabaseProperties destination) => !source.IsReadOnly || destination.IsReadOnly ? null : new()
    {
        Kind = MigrationFindingKind.LeftOut,
        Object = source.Name,
        What = "The source's database is read only (default_transaction_read_only), and the destination's is not made so.",
        Remedy = $"Run there, when it is to be read only too: ALTER DATABASE {SqlText.Name(destination.Name)} SET default_transaction_read_only = on;",
    };

    /// <summary>What the versions of the databases' collation say; null where they agree, or nothing is known.</summary>
    public static MigrationFinding? FindVersion(PgDatabaseProperties source, PgDatabaseProperties destination)
    {
        var (left, right) = (source.CollationVersion, destination.CollationVersion);
        if (Order(source) != Order(destination) || left is null || right is null || left == right) return null;
        return new()
        {
            Kind = MigrationFindingKind.Collation,
            Object = destination.Name,
            What = $"It sorts text by version {right} of {Order(destination)}, and the source by version {left}: ORDER BY can give another order.",
            Remedy = "Look at what relies on the order of text, such as ranges and partitions of text; indexes are built anew and need nothing.",
        };
    }

    /// <summary>The refusal (EncodingDiffers) of a destination that cannot hold all text of the source's character set; null where it can.</summary>
    /// <param name="encoding">The source's character set.</param>
    /// <param name="destination">The destination's database.</param>
    public static MigrationException? FindLackOfRoom(string encoding, PgDatabaseProperties destination) => destination.Encoding == encoding || destination.Encoding == Utf8 ? null
        : new(
            "EncodingDiffers", MigrationErrorCategory.InvalidOperation,
            $"The destination's character set is {destination.Encoding}, and the source's {encoding}: {Consequence(encoding, destination.Encoding)}")
        {
            Subject = destination.Name,
            Remedy = $"Create the destination's database anew, from template0 with ENCODING '{encoding}', or let -Force bring what it takes.",
        };

    private static MigrationFinding Encoding(PgDatabaseProperties source, PgDatabaseProperties destination) => Finding(
        MigrationFindingKind.Encoding, destination,
        $"Its character set is {destination.Encoding}, and the source's {source.Encoding}: "
        + Consequence(source.Encoding, destination.Encoding));

    /// <summary>SQL_ASCII knows bytes, not letters (PostgreSQL documentation, Character Set Support).</summary>
    private static string Consequence(string source, string destination) => (source, destination) switch
    {
        (_, Bytes) => "text arrives as bytes of UTF-8, which it does not know as letters.",
        (Bytes, _) => "rows with bytes that are no UTF-8 text can't be read.",
        (_, Utf8) => "text is converted and can take more bytes.",
        _ => "text that it cannot express is refused.",
    };

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
