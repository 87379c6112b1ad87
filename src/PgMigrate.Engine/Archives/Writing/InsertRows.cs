using System.Buffers;
using System.Text;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Writes a table's rows as INSERT statements, of COPY's text (PostgreSQL, pg_dump.c, dumpTableData_insert).</summary>
internal sealed class InsertRows(RowSet set, InsertOptions options, IByteSink output)
{
    private const int FlushAt = 256 * 1024;

    private readonly ArrayBufferWriter<byte> buffer = new(FlushAt * 2);
    private readonly byte[] head = Encoding.UTF8.GetBytes(Head(set, options));
    private readonly byte[] end = Encoding.ASCII.GetBytes(options.IgnoresConflicts ? " ON CONFLICT DO NOTHING;\n" : ";\n");

    /// <summary>How each value of a row is written; null for DEFAULT, where the table computes the value.</summary>
    private readonly IReadOnlyList<ValueForm?> values = Values(set, options);

    private int rowsInStatement;

    public async Task<CopyCount> RunAsync(IRowStream rows, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        var count = default(CopyCount);
        using var reader = new CopyRowReader(rows, RowFormat.Text);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            count += new CopyCount(1, reader.Current.Length);
            Write(reader.Current.Span[..^1]);
            if (buffer.WrittenCount < FlushAt) continue;
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            moved(count);
        }

        if (rowsInStatement > 0) buffer.Write(end);
        buffer.Write("\n\n"u8);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        buffer.ResetWrittenCount();
    }

    private void Write(ReadOnlySpan<byte> row)
    {
        if (rowsInStatement == 0) buffer.Write(head);
        if (values.Count == 0) return;
        buffer.Write(options.RowsPerStatement == 1 ? " ("u8 : rowsInStatement > 0 ? ",\n\t("u8 : "\n\t("u8);
        for (var place = 0; place < values.Count; place++)
        {
            if (place > 0) buffer.Write(", "u8);
            if (values[place] is not { } form)
            {
                buffer.Write("DEFAULT"u8);
                continue;
            }

            var tab = row.IndexOf((byte)'\t');
            InsertValue.Write(buffer, tab < 0 ? row : row[..tab], form);
            row = tab < 0 ? default : row[(tab + 1)..];
        }

        buffer.Write(")"u8);
        if (++rowsInStatement < options.RowsPerStatement) return;
        buffer.Write(end);
        rowsInStatement = 0;
    }

    private static string Head(RowSet set, InsertOptions options)
    {
        var text = new StringBuilder($"INSERT INTO {SqlText.Name(set.Schema, set.Table)} ");
        if (set.Columns.Count + set.GeneratedPlaces.Count == 0 || (options.NamesColumns && set.Columns.Count == 0)) return text.Append("DEFAULT VALUES;\n").ToString();
        if (options.NamesColumns) text.Append('(').AppendJoin(", ", set.Columns.Select(column => SqlText.Name(column.Name))).Append(") ");
        if (set.OverridesIdentity) text.Append("OVERRIDING SYSTEM VALUE ");
        return text.Append("VALUES").ToString();
    }

    private static List<ValueForm?> Values(RowSet set, InsertOptions options)
    {
        var forms = set.Columns.Select(column => (ValueForm?)InsertValue.FormOf(column.BaseType ?? column.Type)).ToList();
        if (options.NamesColumns) return forms;
        foreach (var place in set.GeneratedPlaces) forms.Insert(place, null);
        return forms;
    }
}
