using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Catalog;

/// <summary>One pattern of <see cref="ObjectFilter"/>: <c>name</c> or <c>schema.name</c>.</summary>
internal sealed class ObjectPattern
{
    private readonly Regex? schema;
    private readonly Regex name;

    private ObjectPattern(string text, PatternPart? schemaPart, PatternPart namePart)
    {
        Text = text;
        schema = schemaPart?.ToRegex();
        name = namePart.ToRegex();
        IsLiteral = !namePart.HasWildcard && schemaPart?.HasWildcard != true;
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether it has no wildcard: it names one object.</summary>
    public bool IsLiteral { get; }

    /// <summary>Reads a pattern for an object within a schema; the first dot outside of quotes parts the two names.</summary>
    public static ObjectPattern OfObject(string text) => PatternPart.Split(text) is (var first, { } second)
        ? new(text, first, second)
        : new(text, null, PatternPart.Parse(text, text));

    /// <summary>Reads a pattern for a name that stands alone, such as a schema's.</summary>
    public static ObjectPattern OfName(string text) => new(text, null, PatternPart.Parse(text, text));

    public bool Matches(QualifiedName candidate) => name.IsMatch(candidate.Name) && schema?.IsMatch(candidate.Schema) != false;

    public bool MatchesName(string candidate) => name.IsMatch(candidate);
}
