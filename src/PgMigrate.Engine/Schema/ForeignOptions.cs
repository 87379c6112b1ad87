using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>The OPTIONS clause of what is foreign.</summary>
internal static class ForeignOptions
{
    /// <summary>The clause with a space before it; empty for no options.</summary>
    public static string Clause(IReadOnlyList<PgOption> options) => options.Count == 0 ? "" : $" OPTIONS (\n    {List(options)}\n)";

    /// <summary>The options, each on its line, their values as <c>quote_literal</c> writes them.</summary>
    public static string List(IReadOnlyList<PgOption> options)
        => string.Join(",\n    ", options.Select(option => $"{SqlText.Name(option.Name)} {SqlText.Literal(option.Value).TrimStart()}"));
}
