using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Gives names back their line breaks, which pg_dump's comments have blanks for: the statements have them whole. Pure.</summary>
internal static class Names
{
    /// <summary>The entry with the names that its definition has.</summary>
    public static TocEntry Restore(TocEntry entry) => Restore(entry, QuotedIn(entry.Definition));

    /// <summary>The entry with those names where its own differ from them by line breaks alone.</summary>
    public static TocEntry Restore(TocEntry entry, IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => name.AsSpan().ContainsAny('\n', '\r')).Distinct())
        {
            entry = entry with { Tag = entry.Tag.Replace(OneLine(name), name, StringComparison.Ordinal), Namespace = entry.Namespace == OneLine(name) ? name : entry.Namespace };
        }

        return entry;
    }

    private static IEnumerable<string> QuotedIn(string definition)
    {
        if (!definition.Contains('"', StringComparison.Ordinal)) return [];
        var tokens = new StatementTokens(definition);
        return Enumerable.Range(0, tokens.Count).Where(index => tokens[index] is ['"', ..]).Select(tokens.NameAt).OfType<string>();
    }

    /// <summary>The name as comments have it.</summary>
    public static string OneLine(string name) => name.Replace('\n', ' ').Replace('\r', ' ');
}
