using System.Buffers.Binary;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// Makes the new database's rows into the file's. What of a changed row is the same stays as it is stored; of the rest each value is tried until the
/// column keeps one that reads back as the same.
/// </summary>
internal sealed class ComingRows : IDisposable
{
    private readonly ReturnedTable table;
    private readonly FileTable file;
    private readonly SqliteStatement gone;
    private readonly SqliteStatement add;
    private readonly SqliteStatement kept;
    private readonly StoredForm[] forms;
    private readonly CanonicalRow?[] canonical;
    private readonly ColumnEncoding[] encodings;
    private readonly CopyBinaryWriter writer = new();
    private long place;

    public ComingRows(ReturnedTable table, FileTable file)
    {
        (this.table, this.file) = (table, file);
        (gone, add, kept) = (file.ReadGone(), file.AddComing(), file.ReadComing());
        forms = [.. file.Columns.Select(column => new StoredForm(column, ColumnSample.Read(file.Database, file.Table, column.Column)))];
        canonical = [.. file.Columns.Select(column => CanonicalRow.For([new(column.Name, column.Type)], RowFormat.Binary))];
        encodings = [.. file.Columns.Select(ColumnEncoding.Of)];
    }

    /// <summary>Adds a row as COPY's binary format has it, if it is still wanted.</summary>
    public void Add(WantedRow wanted, ReadOnlySpan<byte> row)
    {
        if (wanted.Rest == 0) return;
        wanted.Rest--;
        place++;
        var fields = Fields(row);
        var isChanged = wanted.Row.Kind == RowDifferenceKind.Changed;
        try
        {
            if (isChanged)
            {
                gone.Bind(1, wanted.Number);
                if (!gone.Step()) throw CopyBackErrors.NotProven(table.Name.ToString(), "a row that was found to differ is not there any more");
            }

            BindFirst(fields, row, isChanged);
            if (Different(fields, row) is { Count: > 0 } different) TryOthers(different, fields, row, wanted);
        }
        finally
        {
            gone.Reset();
        }
    }

    public void Dispose()
    {
        gone.Dispose();
        add.Dispose();
        kept.Dispose();
    }

    private void BindFirst(Range[] fields, ReadOnlySpan<byte> row, bool isChanged)
    {
        add.Bind(1, place);
        if (isChanged) add.Bind(2, gone, file.Stored.Count);
        else add.BindNull(2);
        for (var index = 0; index < file.Stored.Count; index++)
        {
            var column = file.Stored[index];
            var field = row[fields[column]];
            if (isChanged && IsSame(gone, index, column, field)) add.Bind(3 + index, gone, index);
            else if (IsNull(field)) add.BindNull(3 + index);
            else forms[column].Of(field[sizeof(int)..])[0].Bind(add, 3 + index);
        }

        add.Run();
    }

    /// <summary>The columns that do not read back as they should.</summary>
    private List<int> Different(Range[] fields, ReadOnlySpan<byte> row)
    {
        var different = new List<int>();
        kept.Bind(1, place);
        try
        {
            _ = kept.Step();
            for (var index = 0; index < file.Stored.Count; index++)
            {
                if (!IsSame(kept, index, file.Stored[index], row[fields[file.Stored[index]]])) different.Add(index);
            }
        }
        finally
        {
            kept.Reset();
        }

        return different;
    }

    private void TryOthers(List<int> different, Range[] fields, ReadOnlySpan<byte> row, WantedRow wanted)
    {
        for (var attempt = 1; different.Count > 0; attempt++)
        {
            foreach (var index in different)
            {
                var column = file.Stored[index];
                var field = row[fields[column]];
                var all = IsNull(field) ? [] : forms[column].Of(field[sizeof(int)..]);
                if (attempt < all.Count) all[attempt].Bind(add, 3 + index);
                else throw Unkept(file.Columns[column], wanted);
            }

            add.Run();
            different = Different(fields, row);
        }
    }

    private MigrationException Unkept(ColumnMapping column, WantedRow wanted) => CopyBackErrors.NotPossible(
        table.Name.ToString(),
        wanted.Row.Key is { } key ? $"({key.Replace('\t', ',')})" : "(no key)",
        $"the value of {column.Column.Name}, of type {column.Type}, has no form in SQLite that reads back as the same");

    /// <summary>Whether a stored value is what the field says.</summary>
    private bool IsSame(SqliteStatement stored, int index, int column, ReadOnlySpan<byte> field)
    {
        writer.Clear();
        writer.StartRow(1);
        if (new ValueEncoder(writer, stored).Write(index, encodings[column]) != BadValue.None) return false;
        var own = writer.Written;
        if (own[sizeof(short)..].SequenceEqual(field)) return true;
        if (canonical[column] is not { } form) return false;
        var other = new byte[sizeof(short) + field.Length];
        other[1] = 1;
        field.CopyTo(other.AsSpan(sizeof(short)));
        return form.Write(own).ToArray().AsSpan().SequenceEqual(form.Write(other));
    }

    private static bool IsNull(ReadOnlySpan<byte> field) => BinaryPrimitives.ReadInt32BigEndian(field) < 0;

    /// <summary>Where each field is, with its length before it.</summary>
    private Range[] Fields(ReadOnlySpan<byte> row)
    {
        var fields = new Range[file.Columns.Count];
        var start = sizeof(short);
        for (var column = 0; column < fields.Length; column++)
        {
            var end = start + sizeof(int) + Math.Max(BinaryPrimitives.ReadInt32BigEndian(row[start..]), 0);
            fields[column] = start..end;
            start = end;
        }

        return fields;
    }
}
