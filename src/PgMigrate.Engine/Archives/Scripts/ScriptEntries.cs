using System.Globalization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Makes entries of a script's blocks, with the fields that pg_dump's archives have for them. Pure.</summary>
internal sealed class ScriptEntries
{
    /// <summary>A session of the engine lets triggers rest, where it may: those of a script that is not pg_dump's are meant.</summary>
    private const string WithTriggers = """
        SELECT pg_catalog.set_config('session_replication_role', 'origin', true)
        WHERE pg_catalog.current_setting('session_replication_role') <> 'origin'
        """;

    /// <summary>What pg_dump calls the rule that makes a view whole, behind the name of the view.</summary>
    private const string RuleOfView = " _RETURN";

    private readonly ScriptContents contents;
    private readonly Dictionary<string, ScriptPlace> places = [];
    private readonly Dictionary<string, CopyTarget> targets = [];
    private readonly HashSet<string> escaping = [];

    /// <summary>Roles whose names have line breaks, by what comments call them.</summary>
    private readonly Dictionary<string, string> owners;
    private readonly HashSet<string> keys = [];
    private readonly ScriptSections sections = new();

    /// <summary>Whether some name is to be found by a search_path: then each statement must say which one holds for it.</summary>
    private readonly bool hasPaths;

    private ScriptEntries(ScriptContents contents)
    {
        this.contents = contents;
        owners = contents.Blocks.Select(block => block.Owner).OfType<string>().Distinct().Where(owner => Names.OneLine(owner) != owner)
            .GroupBy(Names.OneLine).ToDictionary(group => group.Key, group => group.First());
        hasPaths = contents.Blocks.Any(block => block.Session.SearchPath.Length > 0 && (block.IsLoose || block.Header.Desc != TocDesc.Database));
    }

    /// <summary>The entries in the script's order.</summary>
    public IReadOnlyList<TocEntry> Entries { get; private set; } = [];

    /// <summary>Where an entry's rows or statements stand, by its key.</summary>
    public IReadOnlyDictionary<string, ScriptPlace> Places => places;

    /// <summary>Where the rows belong, by the entry's key.</summary>
    public IReadOnlyDictionary<string, CopyTarget> Targets => targets;

    /// <summary>The keys of entries whose statements were written without standard_conforming_strings.</summary>
    public IReadOnlySet<string> Escaping => escaping;

    public static ScriptEntries Build(ScriptContents contents)
    {
        var building = new ScriptEntries(contents);
        var made = new List<(TocEntry Entry, ScriptBlock Block)>();
        foreach (var block in contents.Blocks)
        {
            foreach (var entry in building.Of(block)) made.Add((building.Distinct(entry with { DumpId = made.Count + 1 }, block), block));
        }

        building.Entries = ScriptDependencies.Connect(made);
        building.ForgetAttached();
        building.DropByEmptying();
        return building;
    }

    /// <summary>An index that was attached to a partitioned table's can't be dropped by itself.</summary>
    private void ForgetAttached()
    {
        var attached = Entries.Where(entry => entry.Desc == TocDesc.IndexAttach).Select(entry => (entry.Namespace, entry.Tag)).ToHashSet();
        if (attached.Count == 0) return;
        Entries = [.. Entries.Select(entry => entry.Desc is TocDesc.Index or TocDesc.Constraint && attached.Contains((entry.Namespace, NamedEntries.NameOf(entry)!))
            ? entry with { DropStatement = "" }
            : entry)];
    }

    /// <summary>A view that became whole by its rule had been empty, which it must be again before what it reads is dropped.</summary>
    private void DropByEmptying()
    {
        const string Create = "CREATE ";
        var views = Entries.Where(entry => entry.Desc == TocDesc.View).ToDictionary(entry => (entry.Namespace, entry.Tag + RuleOfView));
        Entries = [.. Entries.Select(entry => entry.Desc == TocDesc.Rule && views.TryGetValue((entry.Namespace, entry.Tag), out var view)
            && view.Definition.StartsWith(Create, StringComparison.Ordinal)
            ? entry with { DropStatement = $"{Create}OR REPLACE {view.Definition[Create.Length..]}" }
            : entry)];
    }

    private IEnumerable<TocEntry> Of(ScriptBlock block)
    {
        var entry = Begin(block);
        if (block.Header.Desc == TocDesc.LargeObjectBytes)
        {
            // Before PostgreSQL 9.0 the block that wrote them made them, too.
            if (block.MadeObjects.Count > 0) yield return Group(entry, block);
            yield return entry;
        }
        else if (block.Header.Desc == TocDesc.LargeObjects) yield return Group(entry, block);
        else if (block.Rows is not null || block.Run is not null) yield return Data(entry, block);
        // A table without rows, as --inserts writes it.
        else if (block.Header.Desc == TocDesc.TableData) yield return entry with { HasStatements = true };
        else yield return Object(entry, block);
    }

    private TocEntry Begin(ScriptBlock block)
    {
        var header = block.Header;
        return new()
        {
            DumpId = 0,
            CatalogTableOid = header.CatalogTableOid,
            CatalogOid = header.CatalogOid,
            Tag = header.Tag,
            Desc = header.Desc,
            Namespace = header.Namespace,
            Owner = block.Owner ?? (header.Owner is null ? null : owners.GetValueOrDefault(header.Owner, header.Owner)),
            Section = sections.Next(block),
            Preparation = Preparation(block),
        };
    }

    private List<string> Preparation(ScriptBlock block) =>
    [
        .. hasPaths ? [ScriptSettings.Prepare(block.Session.SearchPath)] : Array.Empty<string>(),
        .. block.Session.Others,
        .. block.IsLoose ? [WithTriggers] : Array.Empty<string>(),
    ];

    private static TocEntry Group(TocEntry entry, ScriptBlock block) => entry with
    {
        Desc = TocDesc.LargeObjects,
        Definition = LargeObjectGroup.Write(block.MadeObjects),
        DropStatement = LargeObjectGroup.Drop,
        Preparation = [],
    };

    private TocEntry Data(TocEntry entry, ScriptBlock block)
    {
        var place = block.Rows ?? block.Run!.ToPlace();
        var target = CopyTarget.Of(block.CopyStatement ?? block.FirstOfRun!);
        if (target is not null && !block.IsLoose) entry = Names.Restore(entry, [target.Schema ?? "", target.Table]);
        entry = entry with
        {
            CopyStatement = block.CopyStatement is null ? null : block.CopyStatement + ";\n",
            HasStatements = block.Rows is null,
            DataBytes = place.Length,
            DataRows = place.Lines,
            // A partition whose rows go through its root keeps its own name.
            RelationKind = block.IsLoose ? null : 'r',
        };
        var distinct = Distinct(entry, block, isKept: false);
        places[distinct.Key] = place;
        if (!block.Session.IsStandardConforming) escaping.Add(distinct.Key);
        if (target is not null) targets[distinct.Key] = target with { Schema = target.Schema ?? entry.Namespace ?? block.Session.Schemas.FirstOrDefault("public") };
        return entry;
    }

    private TocEntry Object(TocEntry entry, ScriptBlock block)
    {
        var statements = block.Statements;
        if (entry.Desc == TocDesc.LargeObject) entry = entry with { Tag = OidOf(block) };
        if (entry is { Desc: TocDesc.Schema, Tag: "public" }) statements = [.. statements.Select(text => text.Replace("CREATE SCHEMA public", "CREATE SCHEMA IF NOT EXISTS public", StringComparison.Ordinal))];
        var isPartitioned = entry.Desc == TocDesc.Table && statements.Count > 0 && TableParts.IsPartitioned(statements[0]);
        var method = entry.Desc == TocDesc.Table && statements.Count > 1 ? TableParts.AccessMethodOf(statements[^1]) : null;
        if (method is not null || IsNext(entry, statements)) statements = statements[..^1];
        entry = Names.Restore(entry with { Definition = statements.Count == 0 ? Remark(block) : string.Join("\n\n", statements.Select(text => text + ";")) + "\n" });
        return entry with
        {
            DropStatement = ScriptDrops.Of(entry, block.OwnerTarget),
            Tablespace = TableParts.HasStorage(entry) ? block.Header.Tablespace ?? block.Session.Tablespace : block.IsLoose ? block.Session.Tablespace : null,
            TableAccessMethod = method ?? (block.IsLoose || (TableParts.HasMethod(entry) && !isPartitioned) ? block.Session.AccessMethod : null),
            RelationKind = entry.Desc switch
            {
                TocDesc.Table => isPartitioned ? 'p' : 'r',
                TocDesc.View => 'v',
                TocDesc.MaterializedView => 'm',
                TocDesc.ForeignTable => 'f',
                TocDesc.Sequence => 'S',
                _ => null,
            },
            // Whoever may not own the extension may not say what every database has anyway.
            IsOptional = entry is { Desc: TocDesc.Comment, Tag: "EXTENSION plpgsql" },
        };
    }

    /// <summary>Whether the last statement of privileges says who owns the next object, as pg_dump --use-set-session-authorization has it.</summary>
    private static bool IsNext(TocEntry entry, IReadOnlyList<string> statements)
        => entry.Desc == TocDesc.Privileges && statements.Count > 0 && statements[^1].StartsWith("SET SESSION AUTHORIZATION ", StringComparison.OrdinalIgnoreCase);

    private string OidOf(ScriptBlock block) => block.MadeObjects is [var oid]
        ? oid.ToString(CultureInfo.InvariantCulture)
        : throw ScriptErrors.NotUnderstood(contents.File, block.Header.Line, "a large object is announced and not made", "Look whether the lo_create behind it was lost.");

    private static string Remark(ScriptBlock block) => block.Remark is null ? "" : block.Remark + "\n";

    /// <summary>The entry with a tag that no other of its kind has: pg_dump's own are distinct, but for operators without owners and the like.</summary>
    private TocEntry Distinct(TocEntry entry, ScriptBlock block, bool isKept = true)
    {
        if (keys.Contains(entry.Key)) entry = entry with { Tag = LooseStatement.Distinct(entry.Tag, block.Header.Line) };
        if (isKept) keys.Add(entry.Key);
        return entry;
    }
}
