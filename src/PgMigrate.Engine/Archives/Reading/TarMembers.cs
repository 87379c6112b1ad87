using System.Buffers.Binary;
using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>Lists the files of a tar file as pg_dump writes it (POSIX, ustar; PostgreSQL, tar.c).</summary>
internal static class TarMembers
{
    private const int BlockSize = 512;

    /// <summary>Whether a file's first bytes are those of a tar file.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block) => block.Length >= BlockSize && ReadOctal(block.Slice(148, 8)) == Sum(block) && Sum(block) > 8 * ' ';

    public static IEnumerable<TarMember> Read(ArchiveBytes bytes, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        for (long position = 0; position < bytes.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var offset = position;
            Fill(bytes, position, block);
            if (!block.AsSpan().ContainsAnyExcept((byte)0)) yield break;
            if (!IsHeader(block)) throw ArchiveErrors.Damaged(bytes.File, offset, "the header of a file in the tar file is not sound");
            var name = NameOf(block);
            var size = SizeOf(block) ?? throw ArchiveErrors.Damaged(bytes.File, offset, $"the size of {name} is no number");
            position += BlockSize;
            if (size > bytes.Length - position) throw ArchiveErrors.Damaged(bytes.File, offset, $"the file {name} goes beyond the tar file's end");
            if (IsFile(block[156], name, bytes.File, offset)) yield return new(Checked(name, bytes.File, offset), position, size);
            position += (size + BlockSize - 1) / BlockSize * BlockSize;
        }
    }

    private static void Fill(ArchiveBytes bytes, long position, byte[] block)
    {
        for (var read = 0; read < block.Length;)
        {
            var some = bytes.Read(position + read, block.AsSpan(read));
            if (some == 0) throw ArchiveErrors.Damaged(bytes.File, position + read, "it ends in the header of a file");
            read += some;
        }
    }

    private static string NameOf(ReadOnlySpan<byte> block)
    {
        var (name, prefix) = (Text(block[..100]), Text(block.Slice(345, 155)));
        return prefix.Length == 0 ? name : $"{prefix}/{name}";
    }

    /// <summary>Who packed a folder's files into a tar file himself has them in the folder that they were in.</summary>
    private static string Checked(string name, string file, long offset)
    {
        var own = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        ArchiveFileNames.Require(own, file, offset);
        return own;
    }

    private static bool IsFile(byte type, string name, string file, long offset) => type switch
    {
        (byte)'0' or 0 => true,
        (byte)'5' when name is "." or "./" => false,
        (byte)'1' or (byte)'2' => throw ArchiveErrors.Unsafe(file, offset, $"{name} is a link"),
        _ => throw ArchiveErrors.Damaged(file, offset, $"{name} is of the kind '{(char)type}', which no archive of pg_dump has in it"),
    };

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>The size, in octal digits or, from 8 GB on, as a number with its highest bit set.</summary>
    private static long? SizeOf(ReadOnlySpan<byte> block)
    {
        var field = block.Slice(124, 12);
        if (field[0] != 0x80) return ReadOctal(field);
        var size = BinaryPrimitives.ReadInt64BigEndian(field[4..]);
        return size >= 0 ? size : null;
    }

    private static long? ReadOctal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        var hasDigits = false;
        foreach (var one in field)
        {
            if (one is (byte)' ' or 0)
            {
                if (hasDigits) break;
                continue;
            }

            if (one is < (byte)'0' or > (byte)'7') return null;
            hasDigits = true;
            value = (value * 8) + (one - '0');
        }

        return hasDigits ? value : null;
    }

    /// <summary>The sum of the header's bytes, with blanks for the sum itself.</summary>
    private static long Sum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' ';
        for (var place = 0; place < BlockSize; place++)
        {
            if (place is < 148 or >= 156) sum += block[place];
        }

        return sum;
    }
}
