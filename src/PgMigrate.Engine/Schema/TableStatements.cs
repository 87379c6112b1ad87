using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE TABLE, and what only ALTER TABLE can say (PostgreSQL, pg_dump.c, dumpTableSchema).</summary>
internal static class TableStatements
{
    public static string Write(TableShape shape)
    {
        var table = shape.Table;
        var text = new StringBuilder("CREATE ");
        // UNLOGGED does nothing to a partitioned table, and PostgreSQL 18 refuses it.
        if (table is { Persistence: TablePersistence.Unlogged, IsPartitioned: false }) text.Append("UNLOGGED ");
        text.Append(CultureInfo.InvariantCulture, $"{shape.Keyword} {shape.Name}");
        if (table.OfType is not null) text.Append(CultureInfo.InvariantCulture, $" OF {table.OfType}");
        var lines = Lines(shape).ToList();
        if (lines.Count > 0) text.Append(" (\n    ").AppendJoin(",\n    ", lines).Append("\n)");
        else if (table.OfType is null) text.Append(" (\n)");
        if (table is { IsPartition: false, InheritedTables: { Count: > 0 } parents })
        {
            text.Append("\nINHERITS (").AppendJoin(", ", parents.Select(parent => SqlText.Name(parent.Schema, parent.Name))).Append(')');
        }

        if (table.PartitionKey is not null) text.Append(CultureInfo.InvariantCulture, $"\nPARTITION BY {table.PartitionKey}");
        if (table.ForeignServer is not null) text.Append(CultureInfo.InvariantCulture, $"\nSERVER {SqlText.Name(table.ForeignServer)}");
        string[] options = [OptionText.Storage(table.Options), OptionText.Storage(table.ToastOptions, "toast.")];
        var given = options.Where(option => option.Length > 0).ToList();
        if (given.Count > 0) text.Append("\nWITH (").AppendJoin(", ", given).Append(')');
        if (table.ForeignOptions.Count > 0) text.Append("\nOPTIONS (\n    ").Append(OptionText.Foreign(table.ForeignOptions)).Append("\n)");
        return text.Append(";\n").AppendJoin("", Alterations(shape)).ToString();
    }

    private static IEnumerable<string> Lines(TableShape shape) =>
    [
        .. shape.Table.Columns.Select(column => Line(shape, column)).OfType<string>(),
        .. shape.Table.Checks.Where(shape.IsWritten).Select(check => $"CONSTRAINT {SqlText.Name(check.Name)} {check.Definition}"),
    ];

    private static string? Line(TableShape shape, PgColumn column)
    {
        var name = SqlText.Name(column.Name);
        if (!shape.IsWritten(column)) return shape.IsNotNullNamed ? shape.NotNullOf(column, name) : null;

        var expression = shape.IsDefaultSeparate(column) ? null : shape.DefaultOf(column);
        var notNull = shape.NotNullOf(column);
        var isTyped = shape.Table.OfType is not null;
        if (isTyped && expression is null && notNull is null) return null;

        var text = isTyped ? name : $"{name} {column.Type}";
        if (expression is not null) text += Default(column.Generation, expression);
        if (notNull is not null) text += $" {notNull}";
        return column.Collation is null ? text : $"{text} COLLATE {column.Collation}";
    }

    private static string Default(ColumnGeneration generation, string expression) => generation switch
    {
        ColumnGeneration.Stored => $" GENERATED ALWAYS AS ({expression}) STORED",
        ColumnGeneration.Virtual => $" GENERATED ALWAYS AS ({expression})",
        _ => $" DEFAULT {expression}",
    };

    private static IEnumerable<string> Alterations(TableShape shape)
    {
        foreach (var column in shape.Table.Columns)
        {
            var target = $"ALTER {shape.Keyword} ONLY {shape.Name} ALTER COLUMN {SqlText.Name(column.Name)}";
            foreach (var action in ColumnActions(shape, column)) yield return $"{target} {action};\n";
            if (column.ForeignOptions.Count > 0)
            {
                yield return $"ALTER FOREIGN TABLE {shape.Name} ALTER COLUMN {SqlText.Name(column.Name)} "
                    + $"OPTIONS (\n    {OptionText.Foreign(column.ForeignOptions)}\n);\n";
            }
        }

        var table = shape.Table;
        if (table is { IsForeign: false, ReplicaIdentity: ReplicaIdentity.Nothing or ReplicaIdentity.Full })
        {
            yield return $"\nALTER TABLE ONLY {shape.Name} REPLICA IDENTITY {table.ReplicaIdentity.ToString().ToUpperInvariant()};\n";
        }

        if (table.ForcesRowSecurity) yield return $"\nALTER TABLE ONLY {shape.Name} FORCE ROW LEVEL SECURITY;\n";
    }

    private static IEnumerable<string> ColumnActions(TableShape shape, PgColumn column)
    {
        if (!shape.IsNotNullNamed && !shape.IsWritten(column) && shape.NotNullOf(column) is not null) yield return "SET NOT NULL";
        foreach (var setting in ColumnSettings.Of(column)) yield return setting;
    }
}
