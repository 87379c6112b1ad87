using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// CREATE LANGUAGE. Where the functions are not a user's, pg_dump names none of them and no server of today knows the language any more; here
/// they are always named.
/// </summary>
internal static class LanguageEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Languages.Select(language =>
    {
        var name = SqlText.Name(language.Name);
        // Nothing can be granted on one that only superusers may use.
        return NamedEntry.Write(
            writing, language, RestorePriority.Language, TocDesc.Language, Definition(language, name), $"DROP PROCEDURAL LANGUAGE {name};\n",
            "LANGUAGE", language.IsTrusted ? PrivilegeNames.Usage : null);
    });

    private static string Definition(PgLanguage language, string name)
    {
        var text = $"CREATE {(language.IsTrusted ? "TRUSTED " : "")}PROCEDURAL LANGUAGE {name} HANDLER {language.Handler}";
        if (language.Inline is not null) text += $" INLINE {language.Inline}";
        if (language.Validator is not null) text += $" VALIDATOR {language.Validator}";
        return text + ";\n";
    }
}
