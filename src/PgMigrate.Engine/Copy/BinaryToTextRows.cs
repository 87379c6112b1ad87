using System.Buffers;
using System.Buffers.Binary;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Copy;

/// <summary>Gives rows of COPY's binary format as COPY's text. Memory is bounded by the largest row.</summary>
internal sealed class BinaryToTextRows(IRowStream rows, IReadOnlyList<string> types) : IRowStream
{
    private readonly CopyRowReader reader = new(rows, RowFormat.Binary);
    private ArrayBufferWriter<byte> line = new(1024);
    private int given;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            if (given == line.WrittenCount && !await NextAsync(cancellationToken).ConfigureAwait(false)) break;
            var taken = Math.Min(buffer.Length - filled, line.WrittenCount - given);
            line.WrittenMemory.Slice(given, taken).CopyTo(buffer[filled..]);
            filled += taken;
            given += taken;
        }

        return filled;
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        return rows.DisposeAsync();
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        const int Keep = 1024 * 1024;
        given = 0;
        if (line.Capacity > Keep) line = new(1024);
        else line.ResetWrittenCount();
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) return false;
        Write(reader.Current.Span[sizeof(short)..]);
        return true;
    }

    private void Write(ReadOnlySpan<byte> row)
    {
        for (var column = 0; column < types.Count; column++)
        {
            if (column > 0) line.Write("\t"u8);
            var length = BinaryPrimitives.ReadInt32BigEndian(row);
            row = row[sizeof(int)..];
            if (length < 0)
            {
                line.Write("\\N"u8);
                continue;
            }

            BinaryText.Write(line, types[column], row[..length]);
            row = row[length..];
        }

        line.Write("\n"u8);
    }
}
