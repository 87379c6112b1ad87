using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Cuts the rows, or the statements, of an entry at the beginnings of lines, or of statements.</summary>
internal sealed class ScriptChunks(ScriptFile file)
{
    public IReadOnlyList<ChunkBounds> Plan(ScriptPlace place, bool areStatements, bool isStandardConforming, ChunkTarget target, CancellationToken cancellationToken)
    {
        if (place.Length <= target.Bytes && place.Lines <= (target.Rows ?? long.MaxValue)) return [ChunkBounds.Whole];
        var cuts = areStatements ? CutStatements(place, isStandardConforming, target, cancellationToken) : CutRows(place, target, cancellationToken);
        return [.. cuts.Prepend(place.Offset).Zip(cuts.Append(place.End), (from, upto) => (From: from, Upto: upto)).Select((range, index) => new ChunkBounds
        {
            Number = index + 1,
            Kind = ChunkKind.ByteRange,
            From = range.From,
            Upto = range.Upto,
            EstimatedBytes = range.Upto - range.From,
        })];
    }

    /// <summary>The line of an offset in a place, as far as errors need it.</summary>
    public long LineAt(ScriptPlace place, long offset)
    {
        if (offset == place.Offset) return place.Line;
        if (place.Marks.FirstOrDefault(mark => mark.Offset == offset) is { Line: > 0 } known) return known.Line;
        using var stream = file.Open(place.Offset);
        var buffer = new byte[64 * 1024];
        var line = place.Line;
        for (var rest = offset - place.Offset; rest > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(rest, buffer.Length));
            if (read == 0) break;
            line += buffer.AsSpan(0, read).Count((byte)'\n');
            rest -= read;
        }

        return line;
    }

    private List<long> CutRows(ScriptPlace place, ChunkTarget target, CancellationToken cancellationToken)
    {
        var cuts = new List<long>();
        using var stream = file.Open(place.Offset);
        var buffer = new byte[256 * 1024];
        var (offset, begun, rows, previous) = (place.Offset, place.Offset, 0L, (byte)0);
        // Where bytes alone decide, what is to be a part of the chunk anyway is not read.
        var isByBytes = target.Rows is null;
        while (offset < place.End)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isByBytes && offset - begun < target.Bytes - buffer.Length && begun + target.Bytes - buffer.Length < place.End)
            {
                (offset, previous) = (begun + target.Bytes - buffer.Length, 0);
                stream.Position = offset;
            }

            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, place.End - offset));
            if (read == 0) break;
            for (var index = 0; index < read; index++)
            {
                // A backslash before the line's end makes it a part of a value.
                if (buffer[index] == '\n' && previous != '\\')
                {
                    rows++;
                    var end = offset + index + 1;
                    if ((end - begun >= target.Bytes || rows >= (target.Rows ?? long.MaxValue)) && end < place.End)
                    {
                        cuts.Add(end);
                        (begun, rows) = (end, 0);
                    }
                }

                previous = buffer[index];
            }

            offset += read;
        }

        return cuts;
    }

    private List<long> CutStatements(ScriptPlace place, bool isStandardConforming, ChunkTarget target, CancellationToken cancellationToken)
    {
        var cuts = new List<long>();
        var begun = place.Offset;
        if (target.Rows is null)
        {
            foreach (var (mark, _) in place.Marks.Where(mark => mark.Offset - begun >= target.Bytes))
            {
                cuts.Add(mark);
                begun = mark;
            }

            return cuts;
        }

        using var stream = file.Open(place.Offset);
        using var scanner = new ScriptScanner(new(stream, file.Path, place.Offset, place.Line), file.Path) { IsStandardConforming = isStandardConforming };
        var count = 0L;
        while (scanner.Next() is { } piece && piece.Offset < place.End)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (piece.Kind != ScriptPieceKind.Statement) continue;
            if (count >= target.Rows || (count > 0 && piece.Offset - begun >= target.Bytes))
            {
                cuts.Add(piece.Offset);
                (begun, count) = (piece.Offset, 0);
            }

            count++;
        }

        return cuts;
    }
}
