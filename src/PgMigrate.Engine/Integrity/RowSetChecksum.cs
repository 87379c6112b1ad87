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
    /// <summary>How many rows are read before it is told.</summary>
    private const int RowsPerStep = 1024;

    /// <summary>Reads the stream to its end, and tells now and then how many rows and bytes it has read.</summary>
    public static async Task<RowSetChecksum> OfAsync(
        IRowStream stream, RowSet rows, RowFormat format, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        using var reader = new CopyRowReader(stream, format);
        var canonical = CanonicalRow.For(rows.Columns, format);
        var total = default(RowSetChecksum);
        var bytes = 0L;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            total = total.Add(canonical is null ? reader.Current.Span : canonical.Write(reader.Current.Span));
            bytes += reader.Current.Length;
            if (total.Rows % RowsPerStep == 0) moved(new(total.Rows, bytes));
        }

        moved(new(total.Rows, bytes));
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
