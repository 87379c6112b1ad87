using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The entries so far by what statements call them.</summary>
internal sealed class NamedEntries
{
    /// <summary>Long enough for a schema and a name, quoted.</summary>
    private const int LongestName = 300;

    /// <summary>Kinds that are told by a name without a schema.</summary>
    private static readonly string[] Global =
    [
        TocDesc.Schema, TocDesc.Extension, TocDesc.Publication, TocDesc.Subscription, TocDesc.Server, TocDesc.ForeignDataWrapper, TocDesc.Language,
        TocDesc.AccessMethod, TocDesc.EventTrigger,
    ];

    /// <summary>Kinds of entries whose statements name such ones, where another word could not be meant.</summary>
    private static readonly string[] NamesGlobal =
    [
        TocDesc.PublicationTable, TocDesc.PublicationSchema, TocDesc.Server, TocDesc.UserMapping, TocDesc.ForeignTable, TocDesc.Privileges, TocDesc.Transform,
    ];

    private static readonly string[] Relations = [TocDesc.Table, TocDesc.View, TocDesc.MaterializedView, TocDesc.ForeignTable, TocDesc.Sequence];

    private readonly Dictionary<(string Schema, string Name), List<int>> qualified = [];
    private readonly Dictionary<(string? Schema, string Name), int> relations = [];
    private readonly Dictionary<string, List<int>> global = [];
    private readonly Dictionary<string, int> schemas = [];

    /// <summary>The extensions by the schema that they were made in.</summary>
    private readonly Dictionary<string, List<int>> extensions = [];

    public void Add(TocEntry entry)
    {
        if (entry.Desc == TocDesc.Schema) schemas[entry.Tag] = entry.DumpId;
        if (Global.Contains(entry.Desc)) Put(global, entry.Tag, entry.DumpId);
        if (entry.Desc == TocDesc.Extension) AddExtension(entry);
        if (entry.Namespace is not { } schema || entry.HasData) return;
        if (Relations.Contains(entry.Desc)) relations[(schema, entry.Tag)] = entry.DumpId;
        if (NameOf(entry) is { } name) Put(qualified, (schema, name), entry.DumpId);
    }

    /// <summary>The table, view or sequence of that name.</summary>
    public IEnumerable<int> Relation(string? schema, string name) => relations.TryGetValue((schema, name), out var id) ? [id] : [];

    public IEnumerable<int> Schema(string? name) => name is not null && schemas.TryGetValue(name, out var id) ? [id] : [];

    /// <summary>What the entry's statements name.</summary>
    public IEnumerable<int> In(TocEntry entry, ScriptSession session)
    {
        var search = new Search(session, NamesGlobal.Contains(entry.Desc), (entry.Namespace, NameOf(entry)), []);
        Find(new(entry.Definition), search);
        return search.Found;
    }

    private void Find(StatementTokens statement, Search search)
    {
        for (var index = 0; index < statement.Count; index++)
        {
            if (statement.NameAt(index) is { } name) FindName(statement, index, name, search);
            // A sequence is named in a string.
            else if (statement[index].Length <= LongestName && statement.StringAt(index) is { } text && IsNames(text)) Find(new(text), search);
        }
    }

    private void FindName(StatementTokens statement, int index, string name, Search search)
    {
        if (statement.KindOf(index + 1) == SqlTokenKind.Dot && statement.NameAt(index + 2) is { } second)
        {
            if (qualified.TryGetValue((name, second), out var known)) search.Found.UnionWith(known);
            // What nothing before it made is an extension's, unless it is what the entry itself makes.
            else if ((name, second) != search.Own && extensions.TryGetValue(name, out var providers)) search.Found.UnionWith(providers);
        }
        else if (statement.KindOf(index - 1) == SqlTokenKind.Dot && index > 1) return;
        else
        {
            if (search.WithGlobal && global.TryGetValue(name, out var some)) search.Found.UnionWith(some);
            if (search.Session.SearchPath.Length == 0) return;
            foreach (var schema in search.Session.Schemas)
            {
                if (qualified.TryGetValue((schema, name), out var known)) search.Found.UnionWith(known);
            }
        }
    }

    private void AddExtension(TocEntry entry)
    {
        var statement = new StatementTokens(entry.Definition);
        if (statement.Find("SCHEMA") is > 0 and var place && statement.NameAt(place + 1) is { } schema) Put(extensions, schema, entry.DumpId);
    }

    /// <summary>What a statement calls the object; null for what none names.</summary>
    public static string? NameOf(TocEntry entry) => entry.Desc switch
    {
        TocDesc.Function or TocDesc.Procedure or TocDesc.Aggregate => entry.Tag.Split('(')[0],
        // A constraint's index has its name.
        TocDesc.Constraint => new StatementTokens(entry.Definition) is var statement && statement.Find("CONSTRAINT") is > 0 and var place ? statement.NameAt(place + 1) : null,
        TocDesc.Comment or TocDesc.Privileges or TocDesc.SecurityLabel or TocDesc.TableAttach or TocDesc.IndexAttach or TocDesc.SequenceSet or TocDesc.SequenceOwnedBy
            or TocDesc.RowSecurity or TocDesc.Refresh or TocDesc.StatisticsData or TocDesc.Default or TocDesc.ForeignKey or TocDesc.CheckConstraint or TocDesc.Trigger
            or TocDesc.Policy or TocDesc.Rule or TocDesc.DefaultPrivileges or TocDesc.PublicationTable or TocDesc.PublicationSchema => null,
        _ => entry.Tag,
    };

    /// <summary>Whether a string may hold names and no more: names may hold anything, a text without a dot is none with a schema.</summary>
    private static bool IsNames(string text) => text.Contains('.', StringComparison.Ordinal) && !text.Contains('\'', StringComparison.Ordinal)
        && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("/*", StringComparison.Ordinal) && !text.Contains('$', StringComparison.Ordinal)
        && text.Count(character => character == '"') % 2 == 0;

    private static void Put<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int id) where TKey : notnull
    {
        if (lists.TryGetValue(key, out var list)) list.Add(id);
        else lists[key] = [id];
    }

    /// <param name="Session">How names without a schema are meant.</param>
    /// <param name="WithGlobal">Whether a name may be one of what has no schema.</param>
    /// <param name="Own">What the statements make.</param>
    /// <param name="Found">The entries that were named.</param>
    private sealed record Search(ScriptSession Session, bool WithGlobal, (string? Schema, string? Name) Own, HashSet<int> Found);
}
