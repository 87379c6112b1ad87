using System.Buffers.Binary;
using System.Security.Cryptography;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// A checksum of a set of rows that does not depend on their order: the sum, modulo 2^128, of the first half of each row's SHA-256.
/// A row that is missing, doubled or changed changes it.
/// </summary>
internal readonly record struct RowSetChecksum(long Rows, UInt128 Sum)
{
    /// <summary>Reads the stream to its end.</summary>
    public static async Task<RowSetChecksum> OfAsync(IRowStream stream, RowSet rows, RowFormat format, CancellationToken cancellationToken)
    {
        using var reader = new CopyRowReader(stream, format);
        var canonical = CanonicalRow.For(rows.Columns, format);
        var total = default(RowSetChecksum);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            total = total.Add(canonical is null ? reader.Current.Span : canonical.Write(reader.Current.Span));
        }

        return total;
    }

    public override string ToString() => Sum.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private RowSetChecksum Add(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row, hash);
        return new(Rows + 1, unchecked(Sum + BinaryPrimitives.ReadUInt128LittleEndian(hash)));
    }
}
