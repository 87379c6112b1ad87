using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE TEXT SEARCH PARSER, TEMPLATE, DICTIONARY and CONFIGURATION (PostgreSQL, pg_dump.c, dumpTSParser and its neighbours).</summary>
internal static class TextSearchEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) =>
    [
        .. writing.Database.TextSearchParsers.Select(one => NamedEntry.Create(
            writing, one, RestorePriority.TextSearchParser, TocDesc.TextSearchParser, Clauses(one))),
        .. writing.Database.TextSearchTemplates.Select(one => NamedEntry.Create(
            writing, one, RestorePriority.TextSearchTemplate, TocDesc.TextSearchTemplate, Clauses(one))),
        .. writing.Database.TextSearchDictionaries.Select(one => NamedEntry.Create(
            writing, one, RestorePriority.TextSearchDictionary, TocDesc.TextSearchDictionary, Clauses(one))),
        .. writing.Database.TextSearchConfigurations.Select(one => NamedEntry.Create(
            writing, one, RestorePriority.TextSearchConfiguration, TocDesc.TextSearchConfiguration, Clauses(one))),
    ];

    private static string Clauses(PgTextSearchParser parser)
    {
        var headline = parser.Headline is null ? "" : $"    HEADLINE = {parser.Headline},\n";
        return $" (\n    START = {parser.Start},\n    GETTOKEN = {parser.GetToken},\n    END = {parser.End},\n{headline}    LEXTYPES = {parser.LexemeTypes} );\n";
    }

    private static string Clauses(PgTextSearchTemplate template)
        => $" (\n{(template.Initialize is null ? "" : $"    INIT = {template.Initialize},\n")}    LEXIZE = {template.Lexize} );\n";

    private static string Clauses(PgTextSearchDictionary dictionary)
        => $" (\n    TEMPLATE = {dictionary.Template}{(dictionary.Options is null ? "" : $",\n    {dictionary.Options}")} );\n";

    private static string Clauses(PgTextSearchConfiguration configuration)
    {
        var name = SqlText.Name(configuration.Schema, configuration.Name);
        var mappings = configuration.Mappings.Select(mapping =>
            $"\nALTER TEXT SEARCH CONFIGURATION {name}\n    ADD MAPPING FOR {SqlText.Name(mapping.TokenType)} WITH {string.Join(", ", mapping.Dictionaries)};\n");
        return $" (\n    PARSER = {configuration.Parser} );\n{string.Concat(mappings)}";
    }
}
