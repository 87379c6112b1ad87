using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Makes of an archive's entries those that can be restored, each behind all that it depends on.</summary>
internal sealed class ArchiveEntries
{
    /// <summary>As many large objects as an entry of pg_dump 17 has at most.</summary>
    private const int GroupSize = 500;

    private readonly Archive archive;
    private readonly Func<TocEntry, IEnumerable<uint>> oidsOf;
    private readonly List<MigrationFinding> findings = [];
    private readonly bool hasSearchPath;

    private ArchiveEntries(Archive archive, Func<TocEntry, IEnumerable<uint>> oidsOf)
    {
        (this.archive, this.oidsOf) = (archive, oidsOf);
        hasSearchPath = archive.Entries.Any(entry => entry.Desc == ArchiveDesc.SearchPath);
    }

    /// <summary>The entries, and what had to be left out of them.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="oidsOf">The large objects that a BLOBS entry has bytes of; asked only where no entry makes them.</param>
    /// <exception cref="MigrationException">ArchiveSettingUnsupported: the archive needs a session that is another than ours.</exception>
    public static (IReadOnlyList<TocEntry> Entries, IReadOnlyList<MigrationFinding> Findings) Read(Archive archive, Func<TocEntry, IEnumerable<uint>> oidsOf)
    {
        var reading = new ArchiveEntries(archive, oidsOf);
        foreach (var setting in archive.Entries.Where(ArchiveDesc.IsSetting)) reading.RequireUsual(setting);
        var entries = archive.Entries.Where(entry => !ArchiveDesc.IsSetting(entry)).Select(reading.Restorable);
        return (reading.Ordered(TriggerStates.Connect(reading.WithLargeObjects([.. entries]))), reading.findings);
    }

    /// <summary>Sessions have no search path, and take a backslash in a string for itself.</summary>
    private void RequireUsual(TocEntry setting)
    {
        if (setting.Desc switch
        {
            ArchiveDesc.StandardStrings => ArchiveDesc.ValueOf(setting) == "on",
            ArchiveDesc.SearchPath => setting.Definition.Trim() == "SELECT pg_catalog.set_config('search_path', '', false);",
            _ => true,
        })
        {
            return;
        }

        throw ArchiveErrors.ContentUnsupported(
            "ArchiveSettingUnsupported", archive.Path, archive.OffsetOf(setting), $"was made for sessions with the setting '{setting.Definition.Trim()}'.",
            "Dump the database again with a pg_dump of this century's second decade or later, or restore it with pg_restore.");
    }

    private TocEntry Restorable(TocEntry entry) => InSearchPath(Readable(entry)) switch
    {
        // Archives say since version 1.16 what a table is, and before that its statement.
        { Desc: TocDesc.Table, RelationKind: null } table => table with { RelationKind = TableParts.IsPartitioned(table.Definition) ? 'p' : 'r' },
        var other => other,
    };

    /// <summary>Requires of statements that something is looked for in that they can be read to their end.</summary>
    private TocEntry Readable(TocEntry entry)
    {
        if (entry.Desc is not (TocDesc.Table or TocDesc.Trigger)) return entry;
        try
        {
            _ = new StatementTokens(entry.Definition);
            return entry;
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            throw ArchiveErrors.Damaged(archive.Path, archive.OffsetOf(entry), $"the statement of {entry} is cut off: {error.Message.TrimEnd('.')}");
        }
    }

    private TocEntry InSearchPath(TocEntry entry) => entry.Desc switch
    {
        // As in archives since version 1.16; pg_restore counts it among the data, too.
        TocDesc.LargeObject => entry with { Section = TocSection.Data },
        TocDesc.TableData => entry with { RelationKind = entry.RelationKind ?? 'r', HasStatements = ArchiveRows.AreStatements(entry), Preparation = Preparation(entry) },
        // They are estimates, which servers before 18 do not take.
        ArchiveDesc.Statistics => entry with { IsOptional = true },
        _ when !hasSearchPath && entry.Namespace is not null && entry.Definition.Length > 0 => entry with { Definition = InSchema(entry.Namespace, entry.Definition) },
        _ => entry,
    };

    /// <summary>The same for the statements that a table's data may be.</summary>
    private string[] Preparation(TocEntry entry) => hasSearchPath || entry.Namespace is null || !ArchiveRows.AreStatements(entry)
        ? []
        : [$"SET LOCAL search_path = {SqlText.Name(entry.Namespace)}, pg_catalog"];

    /// <summary>Before version 1.13 names have no schema, and pg_restore sets the search path for each entry.</summary>
    private static string InSchema(string schema, string definition)
    {
        var end = definition.TrimEnd().EndsWith(';') ? "\n" : ";\n";
        return $"SET LOCAL search_path = {SqlText.Name(schema)}, pg_catalog;\n{definition.TrimEnd()}{end}SET LOCAL search_path = '';\n";
    }

    /// <summary>
    /// Up to version 1.15 one entry has the bytes of all large objects, and does not name the entries that make them; up to 1.11 none makes them.
    /// </summary>
    private List<TocEntry> WithLargeObjects(List<TocEntry> entries)
    {
        var made = entries.Where(entry => entry.Desc == TocDesc.LargeObject).Select(entry => entry.DumpId).ToList();
        var isMade = made.Count > 0 || entries.Any(entry => entry.Desc == TocDesc.LargeObjects);
        var result = new List<TocEntry>(entries.Count);
        var taken = entries.Select(entry => entry.DumpId).ToHashSet();
        var free = Enumerable.Range(1, int.MaxValue).Where(taken.Add);
        foreach (var entry in entries)
        {
            if (entry.Desc == TocDesc.LargeObjectBytes && !isMade)
            {
                foreach (var group in oidsOf(entry).Order().Chunk(GroupSize)) result.Add(Maker(free.First(), group));
                made = [.. result.Where(one => one.Desc == TocDesc.LargeObjects).Select(one => one.DumpId)];
            }

            result.Add(entry.Desc == TocDesc.LargeObjectBytes && made.Count > 0 ? entry with { Dependencies = [.. entry.Dependencies.Union(made)] } : entry);
        }

        return result;
    }

    private static TocEntry Maker(int dumpId, uint[] oids) => new()
    {
        DumpId = dumpId,
        Tag = oids.Length == 1 ? $"{oids[0]}" : $"{oids[0]}..{oids[^1]}",
        Desc = TocDesc.LargeObjects,
        Section = TocSection.Data,
        Definition = LargeObjectGroup.Write(oids),
        DropStatement = LargeObjectGroup.Drop,
    };

    /// <summary>
    /// The archive's order where that is sound, as pg_dump's always is. Elsewhere what is needed moves forward, and a dependency that leads
    /// round in a circle is left out: others rely on there being none.
    /// </summary>
    private List<TocEntry> Ordered(IReadOnlyList<TocEntry> entries)
    {
        var byId = entries.ToDictionary(entry => entry.DumpId);
        var placed = new HashSet<int>();
        var open = new HashSet<int>();
        var ordered = new List<TocEntry>(entries.Count);
        var path = new Stack<(TocEntry Entry, int Next)>();
        foreach (var first in entries)
        {
            Visit(first);
            while (path.TryPop(out var step))
            {
                if (step.Next == step.Entry.Dependencies.Count) Place(step.Entry);
                else
                {
                    path.Push((step.Entry, step.Next + 1));
                    if (byId.TryGetValue(step.Entry.Dependencies[step.Next], out var needed) && !open.Contains(needed.DumpId)) Visit(needed);
                }
            }
        }

        return ordered;

        void Visit(TocEntry entry)
        {
            if (placed.Contains(entry.DumpId)) return;
            open.Add(entry.DumpId);
            path.Push((entry, 0));
        }

        void Place(TocEntry entry)
        {
            open.Remove(entry.DumpId);
            // What is there and not placed yet waits for this one in turn.
            var circular = entry.Dependencies.Where(id => byId.ContainsKey(id) && !placed.Contains(id)).ToHashSet();
            if (circular.Count > 0) findings.Add(Circle(entry, byId[circular.First()]));
            ordered.Add(circular.Count == 0 ? entry : entry with { Dependencies = [.. entry.Dependencies.Where(id => !circular.Contains(id))] });
            placed.Add(entry.DumpId);
        }
    }

    private static MigrationFinding Circle(TocEntry entry, TocEntry other) => new()
    {
        Kind = MigrationFindingKind.LeftOut,
        Object = entry.ToString(),
        What = $"The archive says that it needs {other}, which needs it in turn, and is restored before that.",
        Remedy = "Look at both where they are restored.",
    };
}
