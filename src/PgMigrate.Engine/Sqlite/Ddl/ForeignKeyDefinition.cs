namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a foreign key, or says why PostgreSQL would refuse it.</summary>
internal static class ForeignKeyDefinition
{
    private static readonly HashSet<string> IntegerTypes = ["smallint", "integer", "bigint"];
    private static readonly HashSet<string> NumberTypes = ["numeric", "double precision", "real"];

    /// <exception cref="UntranslatableException">PostgreSQL would refuse it.</exception>
    public static string Write(DestinationTable child, SqliteForeignKey key, DestinationTable? parent, bool hasUniqueKey, string name)
    {
        Require(child, key, parent, hasUniqueKey);
        var actions = (key.OnUpdate.Equals("NO ACTION", StringComparison.OrdinalIgnoreCase) ? "" : " ON UPDATE "
            + $"{key.OnUpdate.ToUpperInvariant()}")
            + (key.OnDelete.Equals("NO ACTION", StringComparison.OrdinalIgnoreCase) ? "" : $" ON DELETE {key.OnDelete.ToUpperInvariant()}")
            + (key.IsDeferred ? " DEFERRABLE INITIALLY DEFERRED" : "");
        return $"ALTER TABLE ONLY {child.Qualified}\n    ADD CONSTRAINT {SqlText.Identifier(name)} FOREIGN KEY "
            + $"({SqlText.List(child.NamesOf(key.Columns))}) "
            + $"REFERENCES {parent!.Qualified}({SqlText.List(parent.NamesOf(key.ParentColumns))}){actions};\n";
    }

    private static void Require(DestinationTable child, SqliteForeignKey key, DestinationTable? parent, bool hasUniqueKey)
    {
        if (parent is null) throw new UntranslatableException($"the table '{key.ParentTable}' is not in the destination");
        if (key.ParentColumns.Count == 0)
        {
            throw new UntranslatableException($"it names no columns, and '{parent.Table.Name}' has no primary key");
        }

        if (key.ParentColumns.Count != key.Columns.Count)
        {
            throw new UntranslatableException($"it has another number of columns than the key of '{parent.Table.Name}'");
        }

        if (key.ParentColumns.FirstOrDefault(column => parent.Find(column) is null) is { } missing)
        {
            throw new UntranslatableException($"'{parent.Table.Name}' has no column '{missing}'");
        }

        if (!hasUniqueKey)
        {
            throw new UntranslatableException($"'{parent.Table.Name}' has no unique key on ({string.Join(", ", key.ParentColumns)})");
        }

        foreach (var (from, to) in key.Columns.Zip(key.ParentColumns))
        {
            var (childColumn, parentColumn) = (child.Find(from), parent.Find(to));
            if (childColumn is null) throw new UntranslatableException($"the column '{from}' is not there");
            if (!AreComparable(childColumn, parentColumn!))
            {
                throw new UntranslatableException(
                    $"'{from}' became {childColumn.Type} and '{parent.Table.Name}.{to}' {parentColumn!.Type}");
            }

            if (child.GenerationOf(childColumn) is not null && IsWritten(key))
            {
                throw new UntranslatableException($"its action would write the generated column '{from}'");
            }
        }
    }

    private static bool IsWritten(SqliteForeignKey key) =>
        key.OnUpdate.ToUpperInvariant() is "CASCADE" or "SET NULL" or "SET DEFAULT"
            || key.OnDelete.ToUpperInvariant() is "SET NULL" or "SET DEFAULT";

    /// <summary>Whether PostgreSQL has an equality of the parent's type that takes the child's.</summary>
    private static bool AreComparable(ColumnMapping child, ColumnMapping parent)
    {
        var (from, to) = (BaseType(child), BaseType(parent));
        return from == to
            || (IntegerTypes.Contains(from) && (IntegerTypes.Contains(to) || NumberTypes.Contains(to)))
            || (TypedSql.KindOf(child) == SqlKind.Text && TypedSql.KindOf(parent) == SqlKind.Text && from != "citext" && to != "citext");
    }

    private static string BaseType(ColumnMapping column)
    {
        var parenthesis = column.Type.IndexOf('(', StringComparison.Ordinal);
        return parenthesis < 0 ? column.Type : column.Type[..parenthesis].TrimEnd();
    }
}
