using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Finds the destination's table for an entry's rows, and refuses what would not fit before any row moves.</summary>
internal sealed class TableMatching(IMigrationSource source, PgCatalog destination, IMigrationObserver observer)
{
    public TablePlan Match(TocEntry entry, string? schema, CopyMode mode)
    {
        var natural = source.DescribeRows(entry, null);
        var name = new QualifiedName(schema ?? natural.Schema, natural.Table);
        var table = destination.Tables.FirstOrDefault(candidate => candidate.QualifiedName == name) ?? throw Missing(name);
        RequireSameColumns(natural, table);
        var columns = natural.Columns.Select(column => table.Columns.First(other => other.Name == column.Name)).ToList();
        WarnOfOtherTypes(natural, table);
        return new()
        {
            Entry = entry,
            Rows = source.DescribeRows(entry, [.. columns.Select(column => new RowColumn(column.Name, column.Type))]),
            Destination = table,
            Mode = mode,
            UpsertKey = mode == CopyMode.Upsert ? UpsertKey(natural, table) : [],
        };
    }

    private static MigrationException Missing(QualifiedName name) => new(
        "DestinationTableNotFound", MigrationErrorCategory.ObjectNotFound, $"The destination has no table {name}.")
    {
        Subject = name.ToString(),
        Remedy = "Create it first, or let -CreateTable create it from a SQLite source.",
    };

    private static void RequireSameColumns(RowSet rows, PgTable table)
    {
        var stored = table.StoredColumns.Select(column => column.Name).ToHashSet();
        var missing = rows.Columns.Select(column => column.Name).Where(name => !stored.Contains(name)).ToList();
        if (missing.Count > 0) throw Differs(table, missing, "lacks", "a column of the source's table", "Add the column to the destination, or generate it there no longer.");
        var extra = stored.Except(rows.Columns.Select(column => column.Name)).ToList();
        if (extra.Count > 0) throw Differs(table, extra, "has", "a column that the source's table lacks", "Drop the column from the destination, or add it to the source.");
    }

    private static MigrationException Differs(PgTable table, List<string> columns, string verb, string what, string remedy) => new(
        "ColumnMismatch",
        MigrationErrorCategory.InvalidData,
        $"The destination's table {table} {verb} {what}: {string.Join(", ", columns)}.")
    {
        Subject = table.ToString(),
        Remedy = remedy,
    };

    private void WarnOfOtherTypes(RowSet rows, PgTable table)
    {
        foreach (var column in rows.Columns)
        {
            var type = table.Columns.First(other => other.Name == column.Name).Type;
            if (type == column.Type) continue;
            observer.Verbose(
                $"{table}.{column.Name} is {column.Type} in the source and {type} in the destination: a value that does not fit stops the table.");
        }
    }

    private static IReadOnlyList<string> UpsertKey(RowSet rows, PgTable table)
    {
        var names = rows.Columns.Select(column => column.Name).ToHashSet();
        return table.UniqueKeys.FirstOrDefault(key => key.CanArbitrate && key.Columns.All(names.Contains))?.Columns
            ?? throw new MigrationException(
                "KeyRequired", MigrationErrorCategory.InvalidOperation, $"The destination's table {table} has no key to update rows by.")
            {
                Subject = table.ToString(),
                Remedy = "Add a primary key or a unique index, or choose another -Mode.",
            };
    }
}
