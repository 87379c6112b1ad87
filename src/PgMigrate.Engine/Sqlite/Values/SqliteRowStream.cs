using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;
using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// The rows of one chunk of a SQLite table in COPY's binary format. A value that its column cannot hold exactly stops the stream with
/// UnsuitableValue, or the row is rejected and left out. Memory is bounded by the largest row.
/// </summary>
internal sealed class SqliteRowStream : IRowStream
{
    private const int FillSize = 64 * 1024;
    private const int RowsBetweenCancellationChecks = 4096;

    private readonly SqliteTable table;
    private readonly IReadOnlyList<ColumnMapping> columns;
    private readonly ColumnEncoding[] encodings;
    private readonly RowStreamOptions options;
    private readonly IDisposable? lease;
    private readonly SqliteStatement row;
    private readonly RowIdentity identity;
    private readonly CopyBinaryWriter writer = new();
    private readonly ValueEncoder encoder;
    private int taken;
    private bool isEnded;

    private SqliteRowStream(
        sqlite3 connection, SqliteTable table, IReadOnlyList<ColumnMapping> columns, ChunkBounds chunk, RowStreamOptions options,
        IDisposable? lease)
    {
        this.table = table;
        this.columns = columns;
        this.options = options;
        this.lease = lease;
        encodings = [.. columns.Select(ColumnEncoding.Of)];
        List<string> selected = [.. columns.Select(column => SqliteName.Column(column.Column.Name))];
        identity = new RowIdentity(table, selected);
        // A table of generated columns only still has rows.
        if (selected.Count == 0) selected.Add("NULL");
        row = SqliteStatement.Prepare(connection, $"SELECT {string.Join(", ", selected)} {SqliteName.From(table)}{Where(table, chunk)}");
        encoder = new ValueEncoder(writer, row);
        writer.WriteHeader();
    }

    /// <summary>The rows written so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>The rows rejected so far.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Opens the rows of a chunk.</summary>
    /// <param name="connection">A connection that no one else uses until the stream is disposed.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to write, in stream order.</param>
    /// <param name="chunk">The whole table, or a range of rowids.</param>
    /// <param name="options">What becomes of rows that cannot be written.</param>
    /// <param name="lease">Disposed with the stream, whether opening succeeds or not.</param>
    /// <exception cref="MigrationException">SqliteFileCorrupt and the other errors of <see cref="SqliteFile.Open"/>.</exception>
    public static SqliteRowStream Open(
        sqlite3 connection,
        SqliteTable table,
        IReadOnlyList<ColumnMapping> columns,
        ChunkBounds chunk,
        RowStreamOptions options,
        IDisposable? lease = null)
    {
        try
        {
            return new SqliteRowStream(connection, table, columns, chunk, options, lease);
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var rest = buffer.Span;
        while (!rest.IsEmpty)
        {
            if (taken == writer.Position && !TryFill(cancellationToken)) break;
            var bytes = writer.Written[taken..];
            bytes = bytes[..Math.Min(bytes.Length, rest.Length)];
            bytes.CopyTo(rest);
            rest = rest[bytes.Length..];
            taken += bytes.Length;
        }

        return ValueTask.FromResult(buffer.Length - rest.Length);
    }

    public ValueTask DisposeAsync()
    {
        row.Dispose();
        lease?.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool TryFill(CancellationToken cancellationToken)
    {
        if (isEnded) return false;
        cancellationToken.ThrowIfCancellationRequested();
        writer.Clear();
        taken = 0;
        while (writer.Position < FillSize)
        {
            if (!row.Step())
            {
                isEnded = true;
                writer.WriteTrailer();
                break;
            }

            WriteRow();
            if ((RowCount + RejectedCount) % RowsBetweenCancellationChecks == 0) cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }

    private void WriteRow()
    {
        var start = writer.Position;
        writer.StartRow(encodings.Length);
        for (var index = 0; index < encodings.Length; index++)
        {
            var reason = encoder.Write(index, encodings[index]);
            if (reason == BadValue.None) continue;
            writer.Truncate(start);
            Reject(index, reason);
            RejectedCount++;
            return;
        }

        RowCount++;
    }

    private void Reject(int index, BadValue reason)
    {
        var column = columns[index];
        var where = identity.Describe(row, RowCount + RejectedCount + 1);
        var what = BadValueText.Describe(reason, row.Type(index), column.Type);
        if (options.Rejected is null)
        {
            throw new MigrationException("UnsuitableValue", MigrationErrorCategory.InvalidData,
                $"Column '{column.Column.Name}' of table '{table.Name}' holds {what}, at {where}.")
            {
                Subject = table.Name,
                Remedy = "Correct the value in the SQLite file, or have such rows rejected (-OnBadRow Reject).",
                Where = $"{table.Name}, {where}, column {column.Column.Name}",
            };
        }

        options.Rejected(new RejectedRow
        {
            Table = table.Name,
            Row = where,
            Column = column.Column.Name,
            Reason = $"Column '{column.Column.Name}' holds {what}.",
            Data = RejectedData.Write(row, columns.Count),
        });
    }

    private static string Where(SqliteTable table, ChunkBounds chunk)
    {
        if (chunk.Kind == ChunkKind.Whole) return "";
        var rowid = SqliteName.Rowid(table);
        if (chunk.Kind != ChunkKind.RowidRange || rowid is null)
        {
            throw new ArgumentException($"Table '{table.Name}' cannot be cut by {chunk.Kind}.", nameof(chunk));
        }

        List<string> conditions = [];
        if (chunk.From is { } from) conditions.Add(FormattableString.Invariant($"{rowid} >= {from}"));
        if (chunk.Upto is { } upto) conditions.Add(FormattableString.Invariant($"{rowid} < {upto}"));
        return conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
    }
}
