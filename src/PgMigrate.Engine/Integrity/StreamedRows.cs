using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// A table's rows where the two ends have no hash in common, such as a SQLite file's: they are read as COPY writes them and hashed here. Each
/// question reads all of them, and keeps none but those that it asks for.
/// </summary>
internal sealed class StreamedRows(EndRows end, RowFormat format, StreamedRowText text, Action moved) : IComparedRows
{
    /// <summary>How many rows are read before it is told.</summary>
    private const int RowsPerStep = 1024;

    private bool isTold;

    public async Task<long> CountAsync(CancellationToken cancellationToken)
        => (await SumAsync(BucketScheme.Whole(BucketKind.RowHash), RowScope.All, cancellationToken).ConfigureAwait(false)).Values.Sum(sum => sum.Rows);

    public async Task<IReadOnlyDictionary<long, RowSetChecksum>> SumAsync(BucketScheme scheme, RowScope scope, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<long, RowSetChecksum>();
        await EachAsync(Add, cancellationToken).ConfigureAwait(false);
        return sums;

        void Add(ReadOnlySpan<byte> row)
        {
            var read = text.Read(row);
            if (!IsWithin(read, scope)) return;
            var bucket = BucketOf(read, scheme);
            sums[bucket] = sums.GetValueOrDefault(bucket) + RowSetChecksum.Of(read.Hash, 1);
        }
    }

    public async Task<IReadOnlyList<RowDigest>> DigestAsync(RowScope scope, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string? Key, RowHash Hash), long>();
        await EachAsync(Add, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(one => new RowDigest(one.Key.Key, one.Key.Hash, one.Value))];

        void Add(ReadOnlySpan<byte> row)
        {
            var read = text.Read(row);
            if (!IsWithin(read, scope)) return;
            var one = (text.KeyOf(row), read.Hash);
            found[one] = found.GetValueOrDefault(one) + 1;
        }
    }

    public async Task<IReadOnlyDictionary<RowDigest, IReadOnlyList<FieldText>>> ReadAsync(
        IReadOnlyList<RowDigest> rows, int longest, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RowDigest, IReadOnlyList<FieldText>>();
        var wanted = rows.DistinctBy(row => row.Hash).ToDictionary(row => row.Hash);
        if (wanted.Count > 0) await EachAsync(Add, cancellationToken).ConfigureAwait(false);
        return found;

        void Add(ReadOnlySpan<byte> row)
        {
            if (wanted.TryGetValue(text.Read(row).Hash, out var one)) found[one] = text.ValuesOf(row, longest);
        }
    }

    /// <summary>Shows the rows of those hashes, each as often as it is there, in the format in which the ends are read. A row is valid until the next.</summary>
    public Task VisitAsync(IReadOnlySet<RowHash> wanted, RowVisit visit, CancellationToken cancellationToken)
    {
        return EachAsync(Show, cancellationToken);

        void Show(ReadOnlySpan<byte> row)
        {
            var hash = text.Read(row).Hash;
            if (wanted.Contains(hash)) visit(hash, row);
        }
    }

    private static bool IsWithin(StreamedRow row, RowScope scope) => scope.Sets.All(set => set.Includes(BucketOf(row, set.Scheme)));

    private static long BucketOf(StreamedRow row, BucketScheme scheme) => scheme.Of(scheme.Kind == BucketKind.RowHash ? row.Hash.First : row.KeyHash);

    /// <summary>Reads every row. The first time, it tells how far it has come.</summary>
    private Task EachAsync(RowAction action, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var isFirst = !isTold;
            isTold = true;
            var options = new RowStreamOptions { Format = format, Columns = [.. end.Rows.Columns.Select(column => column.Name)] };
            var stream = await end.End.OpenRowsAsync(end.Entry, ChunkBounds.Whole, options, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            using var reader = new CopyRowReader(stream, format);
            var step = default(CopyCount);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                action(reader.Current.Span);
                step += new CopyCount(1, reader.Current.Length);
                if (step.Rows == RowsPerStep) Tell(isFirst, ref step);
            }

            Tell(isFirst, ref step);
        },
        cancellationToken);

    private void Tell(bool isFirst, ref CopyCount step)
    {
        if (isFirst)
        {
            end.Add(step);
            moved();
        }

        step = default;
    }

    /// <summary>Takes a row and its hash.</summary>
    public delegate void RowVisit(RowHash hash, ReadOnlySpan<byte> row);

    private delegate void RowAction(ReadOnlySpan<byte> row);
}
