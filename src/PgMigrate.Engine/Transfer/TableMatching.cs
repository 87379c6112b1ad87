using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Finds the destination's table for an entry's rows, and refuses what would not fit before any row moves.</summary>
internal sealed class TableMatching(IMigrationSource source, PgCatalog destination, IMigrationObserver observer)
{
    public TablePlan Match(TocEntry entry, string? schema, CopyMode mode)
    {
        var natural = source.DescribeRows(entry, null);
        if (natural.IsProvided) return Provided(entry, natural);
        var name = new QualifiedName(schema ?? natural.Schema, natural.Table);
        var table = destination.Tables.FirstOrDefault(candidate => candidate.QualifiedName == name) ?? throw Missing(name);
        RequireSameColumns(natural, table);
        var columns = natural.Columns.Select(column => table.Columns.First(other => other.Name == column.Name)).ToList();
        WarnOfOtherTypes(natural, table);
        WarnOfForeignPartitions(table);
        var key = mode == CopyMode.Upsert ? UpsertKey(natural, table) : [];
        if (mode == CopyMode.Upsert) RequireUpdatable(columns, key, table);
        return new()
        {
            Entry = entry,
            Rows = source.DescribeRows(entry, [.. columns.Select(column => new RowColumn(column.Name, column.Type))]),
            Destination = table,
            Holders = OwnRows.Holders(destination, table),
            Mode = mode,
            UpsertKey = key,
        };
    }

    /// <summary>What the destination's extension has in the table already is not the user's, and may stay.</summary>
    private static TablePlan Provided(TocEntry entry, RowSet rows) => new()
    {
        Entry = entry,
        Rows = rows,
        Destination = new()
        {
            Address = default,
            Schema = rows.Schema,
            Name = rows.Table,
            Owner = entry.Owner ?? "",
            RelationKind = 'r',
            Persistence = TablePersistence.Permanent,
            IsPartition = false,
        },
        Holders = [],
        Mode = CopyMode.Append,
    };

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
        if (missing.Count > 0)
        {
            throw Differs(
                table, missing, "lacks", "a column of the source's table",
                "Add the column to the destination, or generate it there no longer.");
        }

        var extra = stored.Except(rows.Columns.Select(column => column.Name)).ToList();
        if (extra.Count > 0)
        {
            throw Differs(
                table, extra, "has", "a column that the source's table lacks",
                "Drop the column from the destination, or add it to the source.");
        }
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
            if (column.Type.Length == 0 || type == column.Type) continue;
            observer.Verbose(
                $"{table}.{column.Name} is {column.Type} in the source and {type} in the destination: a value that does not fit stops the "
                    + "table.");
        }
    }

    private void WarnOfForeignPartitions(PgTable table)
    {
        foreach (var leaf in destination.LeavesOf(table).Where(leaf => leaf.IsForeign))
        {
            // PostgreSQL's releases of August 2024 and later keep restrict_nonsystem_relation_kind, which SessionSettings sets.
            observer.Warning(
                $"The destination's {leaf} is a foreign table and a partition of {table}: rows that belong there are refused, "
                + "or by servers older than August 2024 written to the other server, and are not compared.");
        }
    }

    private static IReadOnlyList<string> UpsertKey(RowSet rows, PgTable table)
    {
        var names = rows.Columns.Select(column => column.Name).ToHashSet();
        // Null is never the same as null: such rows would be added again with every run.
        return table.UniqueKeys.FirstOrDefault(key => key.CanArbitrate && key.IdentifiesRows && key.Columns.All(names.Contains))?.Columns
            ?? throw new MigrationException(
                "KeyRequired", MigrationErrorCategory.InvalidOperation, $"The destination's table {table} has no key to update rows by.")
            {
                Subject = table.ToString(),
                Remedy = "Add a primary key or a unique index over columns that are NOT NULL, or choose another -Mode.",
            };
    }

    /// <summary>INSERT can override an identity that is generated always; UPDATE can't (SQLSTATE 428C9).</summary>
    private static void RequireUpdatable(IEnumerable<PgColumn> columns, IReadOnlyList<string> key, PgTable table)
    {
        if (columns.FirstOrDefault(column => column.Identity == ColumnIdentity.Always && !key.Contains(column.Name)) is not { } column)
        {
            return;
        }

        throw new MigrationException(
            "IdentityNotUpdatable",
            MigrationErrorCategory.InvalidOperation,
            $"The column {column.Name} of {table} is GENERATED ALWAYS AS IDENTITY and not part of the key, so that rows that are there "
                + "can't be given the source's value.")
        {
            Subject = table.ToString(),
            Remedy = $"ALTER TABLE {table.QualifiedName.Sql} ALTER COLUMN {SqlText.Identifier(column.Name)} SET GENERATED BY DEFAULT for "
                + "the time of the copy, or choose another -Mode.",
        };
    }
}
