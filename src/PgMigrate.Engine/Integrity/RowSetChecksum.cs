using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// A checksum of a set of rows that does not depend on their order: their number, and two independent sums, modulo 2^64, of a hash of each.
/// A row that is missing, doubled or changed changes it.
/// </summary>
internal readonly record struct RowSetChecksum(long Rows, ulong First, ulong Second)
{
    public static RowSetChecksum operator +(RowSetChecksum left, RowSetChecksum right)
        => new(left.Rows + right.Rows, unchecked(left.First + right.First), unchecked(left.Second + right.Second));

    /// <summary>The checksum with one row more, hashed here.</summary>
    public RowSetChecksum Add(ReadOnlySpan<byte> row) => this + Of(HashOf(row), 1);

    /// <summary>The checksum of one row so many times.</summary>
    public static RowSetChecksum Of(RowHash hash, long count)
        => new(count, unchecked(hash.First * (ulong)count), unchecked(hash.Second * (ulong)count));

    /// <summary>Half of a row's SHA-256.</summary>
    public static RowHash HashOf(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row, hash);
        return new(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[sizeof(ulong)..]));
    }

    public override string ToString() => First.ToString("x16", CultureInfo.InvariantCulture) + Second.ToString("x16", CultureInfo.InvariantCulture);
}
