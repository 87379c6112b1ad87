using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Lets entries refer to extensions' objects where the destination has them.</summary>
internal sealed class ExtensionMoves(ExtensionHomes homes)
{
    public void Fit(FittedEntries fitted, bool isSuperuser)
    {
        var moves = Moves(fitted.Entries);
        var moved = Names(moves, OwnNames(fitted.Entries), (move, clashes) => TellClashes(fitted, move.Entry, move.From, move.Extension, clashes));
        if (!isSuperuser) LeaveRemarks(fitted);
        fitted.Change(entry => entry.Desc == TocDesc.Extension ? Place(entry) : Rewrite(entry, moved));
        foreach (var (entry, from, extension) in moves) TellMove(fitted, entry, from, extension);
        TellBareNames(fitted, moves);
    }

    /// <summary>What extensions bring that are elsewhere than at the source, with its new places.</summary>
    public MovedNames NamesOf(IReadOnlyList<TocEntry> entries) => Names(Moves(entries), OwnNames(entries), (_, _) => { });

    private static MovedNames Names(
        List<(TocEntry Entry, string From, InstalledExtension Extension)> moves, HashSet<QualifiedName> own,
        Action<(TocEntry Entry, string From, InstalledExtension Extension), List<string>> clash)
    {
        var names = new Dictionary<(string, string), string>();
        foreach (var move in moves)
        {
            var clashes = new List<string>();
            foreach (var member in move.Extension.Members.Where(member => member.Schema == move.Extension.Schema))
            {
                if (own.Contains(new(move.From, member.Name))) clashes.Add(member.Name);
                else names[(move.From, member.Name)] = move.Extension.Schema;
            }

            if (clashes.Count > 0) clash(move, clashes);
        }

        return new(names);
    }

    /// <summary>The extensions that are elsewhere than at the source.</summary>
    private List<(TocEntry Entry, string From, InstalledExtension Extension)> Moves(IReadOnlyList<TocEntry> entries)
    {
        var moves = new List<(TocEntry, string, InstalledExtension)>();
        foreach (var entry in entries.Where(entry => entry.Desc == TocDesc.Extension))
        {
            if (ExtensionHomes.SchemaOf(entry) is { } from && homes.Found.TryGetValue(entry.Tag, out var extension) && extension.Schema != from) moves.Add((entry, from, extension));
        }

        return moves;
    }

    /// <summary>The names of the user's own objects: what only has the name of an extension's stays where it is.</summary>
    private static HashSet<QualifiedName> OwnNames(IReadOnlyList<TocEntry> entries) => entries
        .Where(entry => entry.Namespace is not null && entry.DropStatement.Length > 0 && !EntrySelection.IsPartOfAnother(entry))
        .Select(entry => new QualifiedName(entry.Namespace!, entry.Tag.IndexOf('(', StringComparison.Ordinal) is var place and > 0 ? entry.Tag[..place] : entry.Tag)).ToHashSet();

    private TocEntry Place(TocEntry entry) => ExtensionHomes.SchemaOf(entry) is null || !homes.Found.TryGetValue(entry.Tag, out var extension) ? entry
        : entry with { Definition = $"CREATE EXTENSION IF NOT EXISTS {SqlText.Name(entry.Tag)} WITH SCHEMA {SqlText.Name(extension.Schema)};\n" };

    private static TocEntry Rewrite(TocEntry entry, MovedNames moved)
    {
        if (moved.IsEmpty || entry.HasData) return entry;
        var hasBody = entry.Desc is TocDesc.Function or TocDesc.Procedure;
        return entry with
        {
            Definition = moved.Rewrite(entry.Definition, hasBody),
            Steps = [.. entry.Steps.Select(step => moved.Rewrite(step))],
            DropStatement = moved.Rewrite(entry.DropStatement),
        };
    }

    /// <summary>Only its owner comments on an extension, and only the owner of what it brought grants that.</summary>
    private void LeaveRemarks(FittedEntries fitted)
    {
        var foreign = fitted.Entries.Where(entry => entry.Desc == TocDesc.Extension && homes.Found.TryGetValue(entry.Tag, out var extension) && !extension.IsOwn)
            .Select(entry => entry.DumpId).ToHashSet();
        var left = fitted.Leave(entry => entry.Desc is TocDesc.Comment or TocDesc.Privileges && entry.Dependencies.Any(foreign.Contains));
        if (left.Count == 0) return;
        fitted.Tell(new()
        {
            Kind = MigrationFindingKind.Permission,
            Object = left[0].ToString(),
            What = $"Comments on extensions, and privileges on what they bring, are for the extensions' owner to say, which the role is not: {left.Count} statements are left out.",
            Remedy = "Nothing is to be done: the extension's own comment and privileges are there.",
        });
    }

    private static void TellMove(FittedEntries fitted, TocEntry entry, string from, InstalledExtension extension) => fitted.Tell(new()
    {
        Kind = MigrationFindingKind.Extension,
        Object = entry.ToString(),
        What = $"Its objects are in the schema {extension.Schema} at the destination, not in {from}; whatever refers to them there is made to refer to them here.",
        Remedy = $"Let applications that write {from}. before its names write {extension.Schema}., or leave the schema to the search_path.",
    });

    private static void TellClashes(FittedEntries fitted, TocEntry entry, string from, InstalledExtension extension, List<string> clashes) => fitted.Tell(new()
    {
        Kind = MigrationFindingKind.Extension,
        Object = entry.ToString(),
        What = $"Objects of {from} have the names of its own: {FittedEntries.Names(clashes)}. What refers to them refers to {from}, also where it meant the extension's.",
        Remedy = $"Look at what uses those names, and write {extension.Schema}. before those that mean the extension's.",
    });

    /// <summary>What a routine's text calls by its bare name is found by the search_path of the moment, which nothing here can change.</summary>
    private static void TellBareNames(FittedEntries fitted, List<(TocEntry Entry, string From, InstalledExtension Extension)> moves)
    {
        var members = moves.SelectMany(move => move.Extension.Members.Select(member => (member.Name, move.Extension.Schema))).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.Schema);
        if (members.Count == 0) return;
        var found = fitted.Entries.Where(entry => entry.Desc is TocDesc.Function or TocDesc.Procedure && BareNames(entry).Any(members.ContainsKey)).Select(entry => $"{entry.Namespace}.{entry.Tag}").ToList();
        if (found.Count == 0) return;
        var schemas = string.Join(", ", moves.Select(move => move.Extension.Schema).Distinct());
        fitted.Tell(new()
        {
            Kind = MigrationFindingKind.Extension,
            Object = found[0],
            What = $"Routines call what extensions bring by bare names, which are in {schemas} at the destination: {FittedEntries.Names(found)}.",
            Remedy = $"Let the search_path of the roles that call them, or of the routines themselves, have {schemas}.",
        });
    }

    /// <summary>The names in a routine's quoted body that have no schema and are called.</summary>
    private static IEnumerable<string> BareNames(TocEntry routine)
    {
        var tokens = new StatementTokens(routine.Definition);
        for (var index = 0; index < tokens.Count; index++)
        {
            if (tokens[index] is not ['$', .., '$'] quoted) continue;
            var tag = quoted[..(quoted[1..].IndexOf('$') + 2)].Length;
            foreach (var name in Called(quoted[tag..^tag].ToString())) yield return name;
        }
    }

    private static List<string> Called(string body)
    {
        var names = new List<string>();
        try
        {
            var tokens = new StatementTokens(body);
            for (var index = 0; index < tokens.Count; index++)
            {
                if (tokens.KindOf(index + 1) == SqlTokenKind.OpenParenthesis && tokens.KindOf(index - 1) != SqlTokenKind.Dot && tokens.NameAt(index) is { } name) names.Add(name);
            }
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            // It is no SQL.
        }

        return names;
    }
}
