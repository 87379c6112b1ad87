using System.Runtime.CompilerServices;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>One large object of a stream of parts; it must be read before the next one.</summary>
internal sealed class LargeObjectParts
{
    private readonly IAsyncEnumerator<LargeObjectPart> parts;

    private LargeObjectParts(IAsyncEnumerator<LargeObjectPart> parts)
    {
        this.parts = parts;
        Oid = parts.Current.Oid;
    }

    public uint Oid { get; }

    /// <summary>Whether the stream has a part behind this large object's.</summary>
    private bool HasNext { get; set; }

    /// <summary>The large objects of a stream, of which the parts of one come together.</summary>
    public static async IAsyncEnumerable<LargeObjectParts> GroupAsync(
        IAsyncEnumerable<LargeObjectPart> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = stream.GetAsyncEnumerator(cancellationToken);
        await using (parts.ConfigureAwait(false))
        {
            var hasNext = await parts.MoveNextAsync().ConfigureAwait(false);
            while (hasNext)
            {
                var one = new LargeObjectParts(parts);
                yield return one;
                hasNext = one.HasNext;
            }
        }
    }

    /// <summary>Writes the large object's bytes; returns how many.</summary>
    public async Task<long> CopyToAsync(IByteSink sink, CancellationToken cancellationToken)
    {
        var length = 0L;
        await foreach (var bytes in ReadAsync().ConfigureAwait(false))
        {
            length += bytes.Length;
            await sink.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return length;
    }

    /// <summary>The large object's bytes, in parts that are valid until the next one.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync()
    {
        do
        {
            if (!parts.Current.Bytes.IsEmpty) yield return parts.Current.Bytes;
            HasNext = await parts.MoveNextAsync().ConfigureAwait(false);
        }
        while (HasNext && parts.Current.Oid == Oid);
    }
}
