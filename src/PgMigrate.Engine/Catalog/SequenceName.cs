using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Catalog;

/// <summary>Finds a sequence by a name as SQL writes it. Pure.</summary>
internal static partial class SequenceName
{
    /// <summary>
    /// The sequence; null where there is none of that name. Without a schema it is sought where its table is and then in
    /// <c>public</c>: the search path of the sessions that use it is not the catalog's to know.
    /// </summary>
    public static PgSequence? Find(string text, string tableSchema, IReadOnlyList<PgSequence> sequences)
    {
        if (Pattern().Match(text) is not { Success: true } match) return null;
        var name = Fold(match.Groups["name"].Value);
        string[] schemas = match.Groups["schema"] is { Success: true } schema ? [Fold(schema.Value)] : [tableSchema, "public"];
        return schemas.Select(schema => sequences.FirstOrDefault(sequence => sequence.QualifiedName == new QualifiedName(schema, name)))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>As PostgreSQL folds names in a multibyte encoding: only ASCII's letters.</summary>
    private static string Fold(string identifier) => identifier.StartsWith('"')
        ? identifier[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
        : string.Concat(identifier.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));

    [GeneratedRegex("""^(?:(?<schema>"(?:[^"]|"")+"|[^".\s]+)\.)?(?<name>"(?:[^"]|"")+"|[^".\s]+)$""")]
    private static partial Regex Pattern();
}
