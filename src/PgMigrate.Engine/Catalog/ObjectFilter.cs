namespace PgMigrate.Engine.Catalog;

/// <summary>
/// Chooses objects by name, the same for every cmdlet: <c>-Schema</c>, <c>-ExcludeSchema</c>, <c>-Table</c>, <c>-ExcludeTable</c>. Pure.
/// <list type="bullet">
/// <item>A pattern is <c>name</c> or <c>schema.name</c>, with PowerShell's wildcards <c>*</c>, <c>?</c> and <c>[a-f]</c>; a backtick takes
/// a wildcard's meaning away.</item>
/// <item>The case of letters does not count. A name in double quotes is taken as it is: its case counts, its wildcards and dots are signs
/// like any other, and two double quotes are one.</item>
/// <item>Where patterns include, an object must match one of them; one that an exclusion matches is left out whatever includes it.</item>
/// </list>
/// </summary>
public sealed class ObjectFilter
{
    private readonly List<ObjectPattern> tables;
    private readonly List<ObjectPattern> excludedTables;
    private readonly List<ObjectPattern> schemas;
    private readonly List<ObjectPattern> excludedSchemas;

    /// <summary>Reads the patterns.</summary>
    /// <exception cref="MigrationException">ObjectPatternInvalid: a quote or bracket is not closed, or a name is empty.</exception>
    public ObjectFilter(TableSelection selection)
    {
        tables = [.. selection.Tables.Select(ObjectPattern.OfObject)];
        excludedTables = [.. selection.ExcludeTables.Select(ObjectPattern.OfObject)];
        schemas = [.. selection.Schemas.Select(ObjectPattern.OfName)];
        excludedSchemas = [.. selection.ExcludeSchemas.Select(ObjectPattern.OfName)];
    }

    /// <summary>Chooses everything.</summary>
    public static ObjectFilter Everything { get; } = new(TableSelection.All);

    /// <summary>Whether the object is chosen.</summary>
    public bool Includes(QualifiedName name)
        => IncludesSchema(name.Schema)
        && (tables.Count == 0 || tables.Exists(pattern => pattern.Matches(name)))
        && !excludedTables.Exists(pattern => pattern.Matches(name));

    /// <summary>Whether objects of the schema may be chosen.</summary>
    public bool IncludesSchema(string schema)
        => (schemas.Count == 0 || schemas.Exists(pattern => pattern.MatchesName(schema)))
        && !excludedSchemas.Exists(pattern => pattern.MatchesName(schema));

    /// <summary>Whether an including pattern without wildcards names the object, so that it was asked for by itself.</summary>
    public bool Names(QualifiedName name) => tables.Exists(pattern => pattern.IsLiteral && pattern.Matches(name));

    /// <summary>
    /// The patterns, as they were given, that match none of the objects: misspelt, most likely.
    /// Table patterns are tried on the objects of the chosen schemas.
    /// </summary>
    public IReadOnlyList<string> FindUnmatched(IReadOnlyCollection<QualifiedName> candidates)
    {
        var ofSchemas = candidates.Where(name => IncludesSchema(name.Schema)).ToList();
        var schemaNames = candidates.Select(name => name.Schema).Distinct().ToList();
        return [..
            schemas.Concat(excludedSchemas).Where(pattern => !schemaNames.Exists(pattern.MatchesName))
                .Concat(tables.Concat(excludedTables).Where(pattern => !ofSchemas.Exists(pattern.Matches)))
                .Select(pattern => pattern.Text)];
    }
}
