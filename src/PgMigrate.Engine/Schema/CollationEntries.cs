using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE COLLATION (PostgreSQL, pg_dump.c, dumpCollation).</summary>
internal static class CollationEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Collations.Select(
        collation => NamedEntry.Create(
            writing, collation, RestorePriority.Collation, TocDesc.Collation, $" ({string.Join(", ", Options(collation))});\n"));

    private static IEnumerable<string> Options(PgCollation collation)
    {
        yield return $"provider = {Provider(collation.Provider)}";
        if (!collation.IsDeterministic) yield return "deterministic = false";
        var locale = collation.Locale ?? (collation.Collate == collation.CharacterType ? collation.Collate : null);
        if (locale is not null) yield return $"locale = {SqlText.StandardLiteral(locale)}";
        else if (collation.Collate is not null)
        {
            yield return $"lc_collate = {SqlText.StandardLiteral(collation.Collate)}";
            yield return $"lc_ctype = {SqlText.StandardLiteral(collation.CharacterType!)}";
        }

        if (collation.Rules is not null) yield return $"rules = {SqlText.StandardLiteral(collation.Rules)}";
    }

    private static string Provider(CollationProvider provider) => provider switch
    {
        CollationProvider.Libc => "libc",
        CollationProvider.Icu => "icu",
        CollationProvider.Builtin => "builtin",
        _ => "default",
    };
}
