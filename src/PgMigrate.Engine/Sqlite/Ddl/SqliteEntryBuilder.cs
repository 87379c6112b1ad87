using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Builds the entries of a SQLite file, in pg_dump's order.</summary>
internal sealed class SqliteEntryBuilder
{
    private readonly SqliteSchema schema;
    private readonly SqliteEntryOptions options;
    private readonly FindingList findings = new();
    private readonly DestinationNames names;
    private readonly EntryList entries;
    private readonly List<DestinationTable> tables;
    private readonly Dictionary<string, string> viewNames;
    private readonly Dictionary<DestinationTable, (int Table, int Data)> tableIds = [];
    private readonly Dictionary<DestinationTable, KeyEntries> keys = [];
    private readonly Dictionary<int, IReadOnlyList<ColumnMapping>> copiedColumns = [];
    private readonly Dictionary<int, SqliteTable> sourceTables = [];
    private readonly HashSet<int> optional = [];

    public SqliteEntryBuilder(
        SqliteSchema schema, IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> mappings, SqliteEntryOptions options)
    {
        this.schema = schema;
        this.options = options;
        names = new DestinationNames(options, findings);
        entries = new EntryList(options.Schema);
        tables = schema.Tables
            .Where(table => mappings.ContainsKey(table.Name))
            .Select(table => new DestinationTable(table, mappings[table.Name], names.Keep(table.Name), options))
            .ToList();
        viewNames = schema.Views.ToDictionary(view => view.Name, view => names.Keep(view.Name), StringComparer.OrdinalIgnoreCase);
    }

    public SqliteEntrySet Build()
    {
        AddTables(AddSchema());
        AddRows();
        AddSequenceValues();
        foreach (var table in tables) keys[table].AddConstraints(ReferencedKeys(table));
        foreach (var table in tables) keys[table].AddIndexes();
        foreach (var table in tables) AddForeignKeys(table);
        AddViews();
        ReportTheRest();
        return new SqliteEntrySet
        {
            Entries = entries.All,
            Findings = findings.All,
            OptionalDumpIds = optional,
            CopiedColumns = copiedColumns,
            SourceTables = sourceTables,
        };
    }

    private int AddSchema() => options.Schema == "public" ? 0 : entries.Add(new TocEntry
    {
        DumpId = 0,
        Tag = options.Schema,
        Desc = TocDesc.Schema,
        Section = TocSection.PreData,
        Definition = $"CREATE SCHEMA {SqlText.Identifier(options.Schema)};\n",
        DropStatement = $"DROP SCHEMA {SqlText.Identifier(options.Schema)};\n",
    });

    private void AddTables(int schemaId)
    {
        // An index keeps its name before an identity's sequence does: the names that the source has come first.
        foreach (var index in schema.Tables.SelectMany(table => table.Indexes)
            .Where(index => index.Origin == SqliteIndexOrigin.CreateIndex))
        {
            names.Reserve(index.Name);
        }

        foreach (var table in tables)
        {
            var dumpId = entries.Add(new TocEntry
            {
                DumpId = 0,
                Tag = table.Name,
                Desc = TocDesc.Table,
                Section = TocSection.PreData,
                Definition = new TableDefinition(table, names, findings).Write(),
                DropStatement = $"DROP TABLE {table.Qualified};\n",
                RelationKind = 'r',
                Dependencies = [schemaId],
            });
            tableIds[table] = (dumpId, 0);
        }
    }

    private void AddRows()
    {
        foreach (var table in tables)
        {
            var dumpId = entries.Add(new TocEntry
            {
                DumpId = 0,
                Tag = table.Name,
                Desc = TocDesc.TableData,
                Section = TocSection.Data,
                CopyStatement = TableDefinition.WriteCopy(table),
                Dependencies = [tableIds[table].Table],
            });
            tableIds[table] = tableIds[table] with { Data = dumpId };
            keys[table] = new KeyEntries(table, [tableIds[table].Table, dumpId], names, findings, entries);
            copiedColumns[dumpId] = table.Copied;
            sourceTables[dumpId] = table.Table;
        }
    }

    private void AddSequenceValues()
    {
        foreach (var table in tables.Where(table => table.Identity is not null))
        {
            entries.Add(new TocEntry
            {
                DumpId = 0,
                Tag = names.SequenceOf(table),
                Desc = TocDesc.SequenceSet,
                Section = TocSection.Data,
                Definition = SequenceValue.Write(table),
                Dependencies = [tableIds[table].Table, tableIds[table].Data],
            });
        }
    }

    private List<IReadOnlyList<string>> ReferencedKeys(DestinationTable parent) =>
        tables.SelectMany(table => table.Table.ForeignKeys).Where(key => key.ParentTable == parent.Table.Name)
            .Select(key => key.ParentColumns).ToList();

    private void AddForeignKeys(DestinationTable child)
    {
        foreach (var key in child.Table.ForeignKeys)
        {
            var parent = tables.Find(table => table.Table.Name == key.ParentTable);
            var uniqueId = parent is null ? null : keys[parent].FindUnique(key.ParentColumns);
            var wanted = key.Name ?? $"{child.Name}_{string.Join('_', child.NamesOf(key.Columns))}_fkey";
            try
            {
                _ = ForeignKeyDefinition.Write(child, key, parent, uniqueId is not null, wanted);
                var name = names.TakeConstraint(child.Name, wanted, key.Name, hasIndex: false);
                entries.Add(new TocEntry
                {
                    DumpId = 0,
                    Tag = $"{child.Name} {name}",
                    Desc = TocDesc.ForeignKey,
                    Section = TocSection.PostData,
                    Definition = ForeignKeyDefinition.Write(child, key, parent, uniqueId is not null, name),
                    DropStatement = $"ALTER TABLE ONLY {child.Qualified} DROP CONSTRAINT {SqlText.Identifier(name)};\n",
                    Dependencies =
                    [
                        tableIds[child].Table, tableIds[child].Data, tableIds[parent!].Table, tableIds[parent!].Data, uniqueId ?? 0,
                    ],
                });
            }
            catch (UntranslatableException exception)
            {
                findings.Add(
                    MigrationFindingKind.ForeignKey,
                    $"{child.Table.Name}({string.Join(", ", key.Columns)})",
                    $"The foreign key to {key.ParentTable}({string.Join(", ", key.ParentColumns)}) is left out: {exception.Message}.",
                    "Mend the key in the source, or add a foreign key after the migration.");
            }
        }
    }

    private void AddViews()
    {
        var translation = new ViewTranslation(tables, schema.Views, viewNames, options);
        foreach (var view in translation.InOrder())
        {
            try
            {
                var translated = translation.Translate(view);
                optional.Add(entries.Add(new TocEntry
                {
                    DumpId = 0,
                    Tag = viewNames[view.Name],
                    Desc = TocDesc.View,
                    Section = TocSection.PostData,
                    Definition = translated.Definition,
                    DropStatement = $"DROP VIEW {SqlText.Qualified(options.Schema, viewNames[view.Name])};\n",
                    RelationKind = 'v',
                    Dependencies = translated.Tables.Select(table => tableIds[table].Table).Concat(translated.Views.Select(DumpIdOfView))
                        .ToList(),
                }));
            }
            catch (Exception exception) when (exception is UntranslatableException or SqliteSyntaxException)
            {
                translation.GiveUp(view);
                findings.Add(
                    MigrationFindingKind.View, view.Name, $"The view has no translation: {exception.Message}.",
                    "Write it in PostgreSQL's words after the migration.");
            }
        }
    }

    private int DumpIdOfView(string view) => entries.All.First(entry => entry.Desc == TocDesc.View && entry.Tag == viewNames[view]).DumpId;

    private void ReportTheRest()
    {
        foreach (var trigger in schema.Triggers)
        {
            findings.Add(
                MigrationFindingKind.Trigger, trigger.Name, $"The trigger of '{trigger.Table}' has no translation.",
                "Write it as a PL/pgSQL function and trigger.");
        }

        foreach (var table in schema.VirtualTables)
        {
            findings.Add(
                MigrationFindingKind.VirtualTable,
                table.Name,
                $"The virtual table of the module {table.Module} has no equivalent; neither it nor its content is copied.",
                table.Module.StartsWith("fts", StringComparison.OrdinalIgnoreCase)
                    ? "Use PostgreSQL's full text search over the table that it indexed."
                    : "Find what serves the same purpose in PostgreSQL.");
        }
    }
}
