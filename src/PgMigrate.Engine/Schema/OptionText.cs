namespace PgMigrate.Engine.Schema;

/// <summary>Options, each <c>name=value</c> in the catalog, as statements write them.</summary>
internal static class OptionText
{
    /// <summary>
    /// Storage parameters, as within WITH (…): a value in quotes unless it is a plain name (PostgreSQL, dumputils.c, appendReloptionsArray).
    /// </summary>
    public static string Storage(IEnumerable<string> options, string prefix = "") => string.Join(", ", options.Select(option =>
    {
        var (name, value) = Parts(option);
        var isPlain = value.Length > 0 && SqlText.Name(value) == value;
        return $"{prefix}{SqlText.Name(name)}={(isPlain ? value : SqlText.StandardLiteral(value))}";
    }));

    /// <summary>Options of foreign data, as within OPTIONS (…), one a line.</summary>
    public static string Foreign(IEnumerable<string> options) => string.Join(",\n    ", options.Select(Parts)
        .OrderBy(option => option.Name, StringComparer.Ordinal)
        .Select(option => $"{SqlText.Name(option.Name)} {SqlText.Literal(option.Value).TrimStart()}"));

    private static (string Name, string Value) Parts(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (option, "") : (option[..equals], option[(equals + 1)..]);
    }
}
