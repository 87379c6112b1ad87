using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// CREATE SEQUENCE with OWNED BY; for an identity column ADD GENERATED … AS IDENTITY (PostgreSQL, pg_dump.c, dumpSequence).
/// </summary>
internal static class SequenceEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        var tables = writing.Database.Tables.ToDictionary(table => table.Oid);
        foreach (var sequence in writing.Database.Sequences)
        {
            var owner = sequence.OwnerTableOid is { } oid ? tables.GetValueOrDefault(oid) : null;
            // The identity of an extension's table comes with it.
            if (sequence.IsIdentity && owner is null) continue;
            var (name, label) = (SqlText.Name(sequence.Schema, sequence.Name), SqlText.Name(sequence.Name));
            var entry = new TocEntry
            {
                DumpId = 0,
                Tag = sequence.Name,
                Desc = TocDesc.Sequence,
                Section = TocSection.PreData,
                Definition = sequence.IsIdentity ? Identity(sequence, owner!) : Free(sequence),
                DropStatement = sequence.IsIdentity ? "" : $"DROP SEQUENCE {name};\n",
                RelationKind = 'S',
            };
            var item = writing.Item(
                sequence, RestorePriority.Table, entry, $"SEQUENCE {name}", $"SEQUENCE {label}", PrivilegeNames.Sequence);
            if (!sequence.IsIdentity && owner is not null) item.Attachments.Insert(0, OwnedBy(sequence, owner));
            yield return item;
            // Where the role may not read it, the source reports that instead.
            if (sequence.LastValue is not null) yield return RowsEntries.Position(sequence, item);
        }
    }

    private static string Free(PgSequence sequence)
    {
        var persistence = sequence.Persistence == TablePersistence.Unlogged ? "UNLOGGED " : "";
        var type = sequence.DataType == "bigint" ? "" : $"    AS {sequence.DataType}\n";
        return $"CREATE {persistence}SEQUENCE {SqlText.Name(sequence.Schema, sequence.Name)}\n{type}{Options(sequence)};\n";
    }

    private static string Identity(PgSequence sequence, PgTable table)
    {
        var column = table.Columns.Single(column => column.Name == sequence.OwnerColumn);
        var generation = column.Identity == ColumnIdentity.Always ? "ALWAYS" : "BY DEFAULT";
        var persistence = sequence.Persistence == table.Persistence ? ""
            : sequence.Persistence == TablePersistence.Unlogged ? "    UNLOGGED\n" : "    LOGGED\n";
        return $"ALTER TABLE {SqlText.Name(table.Schema, table.Name)} ALTER COLUMN {SqlText.Name(column.Name)} "
            + $"ADD GENERATED {generation} AS IDENTITY (\n"
            + $"    SEQUENCE NAME {SqlText.Name(sequence.Schema, sequence.Name)}\n{persistence}{Options(sequence)}\n);\n";
    }

    private static string Options(PgSequence sequence)
    {
        var (lowest, highest) = Limits(sequence);
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"    START WITH {sequence.Start}\n")
            .Append(CultureInfo.InvariantCulture, $"    INCREMENT BY {sequence.Increment}\n")
            .Append(Limit("MINVALUE", sequence.MinValue, lowest))
            .Append(Limit("MAXVALUE", sequence.MaxValue, highest))
            .Append(CultureInfo.InvariantCulture, $"    CACHE {sequence.Cache}")
            .Append(sequence.IsCycling ? "\n    CYCLE" : "")
            .ToString();
    }

    private static string Limit(string keyword, long value, long usual)
        => value == usual ? $"    NO {keyword}\n" : string.Create(CultureInfo.InvariantCulture, $"    {keyword} {value}\n");

    /// <summary>The limits of a sequence of its type and direction that names none.</summary>
    private static (long Lowest, long Highest) Limits(PgSequence sequence)
    {
        var (lowest, highest) = sequence.DataType switch
        {
            "smallint" => (short.MinValue, short.MaxValue),
            "integer" => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return sequence.Increment > 0 ? (1, highest) : (lowest, -1);
    }

    private static TocEntry OwnedBy(PgSequence sequence, PgTable table) => new()
    {
        DumpId = 0,
        Tag = sequence.Name,
        Desc = TocDesc.SequenceOwnedBy,
        Section = TocSection.PreData,
        Definition = $"ALTER SEQUENCE {SqlText.Name(sequence.Schema, sequence.Name)} "
            + $"OWNED BY {SqlText.Name(table.Schema, table.Name)}.{SqlText.Name(sequence.OwnerColumn!)};\n",
        Namespace = sequence.Schema,
        Owner = sequence.Owner,
    };
}
