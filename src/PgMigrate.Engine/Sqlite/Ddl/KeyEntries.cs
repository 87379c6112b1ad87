using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Makes the entries of one table's primary key, unique constraints and indexes, and remembers the keys that foreign keys may refer to.
/// </summary>
internal sealed class KeyEntries(
    DestinationTable table, IReadOnlyList<int> dependencies, DestinationNames names, FindingList findings, EntryList entries)
{
    private readonly List<(IReadOnlyList<string> Columns, int DumpId)> uniqueKeys = [];
    private readonly IndexDefinition definition = new(table);

    /// <summary>The entry that makes these columns unique, in any order; null where none does.</summary>
    public int? FindUnique(IReadOnlyList<string> columns) =>
        uniqueKeys.Where(key => key.Columns.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(columns)).Select(key => (int?)key.DumpId)
            .FirstOrDefault();

    /// <param name="referenced">The columns of this table that foreign keys refer to.</param>
    public void AddConstraints(IReadOnlyList<IReadOnlyList<string>> referenced)
    {
        var primaryIndex = table.Table.Indexes.FirstOrDefault(index => index.Origin == SqliteIndexOrigin.PrimaryKey);
        if (table.Table.PrimaryKey.Count > 0)
        {
            AddConstraint(
                "PRIMARY KEY", table.Table.PrimaryKey, table.Table.PrimaryKeyName, $"{table.Name}_pkey",
                MigrationFindingKind.UniqueConstraint);
            if (primaryIndex is not null && !definition.IsPlain(primaryIndex)) AddIndex(primaryIndex, KeyName(primaryIndex, "key"), null);
        }

        foreach (var index in table.Table.Indexes.Where(index => index.IsUnique && index.Origin != SqliteIndexOrigin.PrimaryKey))
        {
            var columns = index.Columns.Select(column => column.Name).OfType<string>().ToList();
            var isReferenced = index.Predicate is null && columns.Count == index.Columns.Count
                && referenced.Any(key => key.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(columns));
            var isConstraint = index.Origin == SqliteIndexOrigin.Unique && definition.IsPlain(index);

            // A foreign key needs the columns themselves unique, which the index on lower(column) already implies.
            if (isConstraint || (isReferenced && !definition.IsPlain(index)))
            {
                AddConstraint("UNIQUE", columns, index.ConstraintName, KeyName(index, "key"), MigrationFindingKind.UniqueConstraint);
            }
        }
    }

    public void AddIndexes()
    {
        foreach (var index in table.Table.Indexes.Where(index => index.Origin != SqliteIndexOrigin.PrimaryKey))
        {
            if (index.Origin == SqliteIndexOrigin.CreateIndex) AddIndex(index, index.Name, index.Name);
            else if (!definition.IsPlain(index)) AddIndex(index, index.ConstraintName ?? KeyName(index, "key"), index.ConstraintName);
        }
    }

    private string KeyName(SqliteIndex index, string suffix)
    {
        var columns = index.Columns.Select(column => column.Name is null ? "expr" : table.Find(column.Name)?.Name ?? column.Name);
        return $"{table.Name}_{string.Join('_', columns)}_{suffix}";
    }

    private void AddConstraint(string type, IReadOnlyList<string> columns, string? original, string wanted, MigrationFindingKind kind)
    {
        if (columns.Select(table.Find).FirstOrDefault(column => column?.Type == "json") is { } json)
        {
            Report(kind, $"{type} ({string.Join(", ", columns)})", $"PostgreSQL does not compare values of the type json of '{json.Name}'");
            return;
        }

        var name = names.TakeConstraint(table.Name, original ?? wanted, original, hasIndex: true);
        var dumpId = entries.Add(new TocEntry
        {
            DumpId = 0,
            Tag = $"{table.Name} {name}",
            Desc = TocDesc.Constraint,
            Section = TocSection.PostData,
            Definition = $"ALTER TABLE ONLY {table.Qualified}\n    ADD CONSTRAINT {SqlText.Identifier(name)} {type} "
                + $"({SqlText.List(table.NamesOf(columns))});\n",
            DropStatement = $"ALTER TABLE ONLY {table.Qualified} DROP CONSTRAINT {SqlText.Identifier(name)};\n",
            Dependencies = dependencies,
        });
        uniqueKeys.Add((columns, dumpId));
    }

    private void AddIndex(SqliteIndex index, string wanted, string? original)
    {
        try
        {
            // The definition first: an index that is left out takes no name.
            _ = definition.Write(index, wanted);
            var name = names.TakeRelation(wanted, original);
            var dumpId = entries.Add(new TocEntry
            {
                DumpId = 0,
                Tag = name,
                Desc = TocDesc.Index,
                Section = TocSection.PostData,
                Definition = definition.Write(index, name),
                DropStatement = $"DROP INDEX {SqlText.Qualified(table.Options.Schema, name)};\n",
                Dependencies = dependencies,
            });
            if (index.IsUnique && definition.IsPlain(index))
            {
                uniqueKeys.Add((index.Columns.Select(column => column.Name!).ToList(), dumpId));
            }
        }
        catch (UntranslatableException exception)
        {
            Report(
                index.IsUnique
                    ? MigrationFindingKind.UniqueConstraint
                    : MigrationFindingKind.Index, $"The index '{wanted}'", exception.Message);
        }
    }

    private void Report(MigrationFindingKind kind, string what, string reason) => findings.Add(
        kind, table.Table.Name, $"{what} is left out: {reason}.", "Create one in PostgreSQL's words after the migration.");
}
