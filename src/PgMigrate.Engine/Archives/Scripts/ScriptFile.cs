using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// A script's file, or a copy of it in the temporary folder where the file is compressed or not in UTF-8: positions are those of the copy,
/// so that several readers can begin anywhere in it. The copy is made in one pass and gone with this object.
/// </summary>
internal sealed partial class ScriptFile : IDisposable
{
    /// <summary>The part of a script in which its encoding is looked for: pg_dump says it in the first lines.</summary>
    private const int HeadLength = 64 * 1024;

    private readonly string? copy;
    private readonly FileInfo original;

    private ScriptFile(string path, string? copy, string? encoding, ArchiveCompression compression)
    {
        (Path, this.copy, original, Encoding, Compression) = (path, copy, new FileInfo(path), encoding, compression);
        using var stream = Open(0);
        var head = new byte[HeadLength];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var newline = Array.IndexOf(head, (byte)'\n', 0, length);
        HasCarriageReturns = newline > 0 && head[newline - 1] == '\r';
        Begins = head.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        if (head.AsSpan(0, length).Contains((byte)0))
        {
            throw ScriptErrors.NotReadable(path, "it holds a zero byte, which no text does", "Name a script of pg_dump's in plain format, or an archive.");
        }
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>What the script says that it is written in, where that is not UTF-8; null where it is.</summary>
    public string? Encoding { get; }

    /// <summary>How the file is compressed as a whole.</summary>
    public ArchiveCompression Compression { get; }

    /// <summary>Whether the lines end with a carriage return and a line feed.</summary>
    public bool HasCarriageReturns { get; }

    /// <summary>The offset behind the mark of the byte order.</summary>
    public long Begins { get; }

    /// <summary>The bytes of the script.</summary>
    public long Length => new FileInfo(copy ?? Path).Length;

    /// <summary>The file's size and time.</summary>
    public string State => string.Create(CultureInfo.InvariantCulture, $"{original.Length}:{original.LastWriteTimeUtc.Ticks}");

    /// <exception cref="MigrationException">ScriptNotReadable, ScriptEncodingUnknown; CompressionUnavailable, ArchiveDamaged.</exception>
    public static ScriptFile Open(string path, CancellationToken cancellationToken)
    {
        try
        {
            var (copy, encoding, compression) = MakeCopy(path, cancellationToken);
            return new(path, copy, encoding, compression);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw ScriptErrors.NotReadable(path, error.Message, "Look whether the file is there, is whole and may be read, and whether the temporary folder has room.", error);
        }
    }

    /// <summary>A reader of its own, from an offset on.</summary>
    public FileStream Open(long offset)
    {
        var stream = new FileStream(copy ?? Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        stream.Position = offset;
        return stream;
    }

    public void Dispose()
    {
        if (copy is not null) File.Delete(copy);
    }

    /// <summary>The path of a copy in plain UTF-8, null where the file is that itself; and the encoding that the script names.</summary>
    private static (string? Copy, string? Encoding, ArchiveCompression Compression) MakeCopy(string path, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(path);
        var head = new byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var compression = ArchiveRecognition.CompressionOf(head.AsSpan(0, length));
        Stream plain = compression == ArchiveCompression.None ? file : Decompression.OfFile(new FileStretch(FileBytes.Open(path)), compression);
        using (plain)
        {
            var text = new byte[HeadLength];
            length = plain.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            var (encoding, name) = EncodingOf(path, text.AsSpan(0, length));
            if (encoding is null && plain == file) return (null, null, compression);
            var copy = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"pgmigrate-{Guid.NewGuid():N}.sql");
            try
            {
                Write(copy, text.AsSpan(0, length), plain, encoding, cancellationToken);
                return (copy, name, compression);
            }
            catch
            {
                File.Delete(copy);
                throw;
            }
        }
    }

    private static void Write(string copy, ReadOnlySpan<byte> head, Stream rest, System.Text.Encoding? encoding, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // What a database holds is for nobody else's eyes.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var target = new FileStream(copy, options);
        var buffer = new byte[HeadLength];
        // One decoder for all: a character of UTF-16 may straddle two pieces.
        var decoder = encoding?.GetDecoder();
        if (decoder is null) target.Write(head);
        else Transcode(target, decoder, head);
        for (var read = rest.Read(buffer); read > 0; read = rest.Read(buffer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (decoder is null) target.Write(buffer, 0, read);
            else Transcode(target, decoder, buffer.AsSpan(0, read));
        }
    }

    private static void Transcode(Stream target, Decoder decoder, ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length + 1];
        var count = decoder.GetChars(bytes, characters, flush: false);
        target.Write(System.Text.Encoding.UTF8.GetBytes(characters, 0, count));
    }

    private static (System.Text.Encoding? Encoding, string? Name) EncodingOf(string path, ReadOnlySpan<byte> head)
    {
        // PowerShell 5 writes what a program prints in UTF-16.
        if (head.StartsWith<byte>([0xFF, 0xFE])) return (System.Text.Encoding.Unicode, null);
        if (head.StartsWith<byte>([0xFE, 0xFF])) return (System.Text.Encoding.BigEndianUnicode, null);
        var match = ClientEncoding().Match(System.Text.Encoding.Latin1.GetString(head));
        if (!match.Success || ScriptEncodings.IsUtf8(match.Groups[1].Value)) return (null, null);
        var name = match.Groups[1].Value;
        return (ScriptEncodings.Find(name), name) is { Item1: { } } found ? found : throw ScriptErrors.Encoding(
            path, head[..match.Index].Count((byte)'\n') + 1, $"the script is written in {name}, which PgMigrate does not read",
            "Dump with --encoding=UTF8, or convert the file with iconv and say SET client_encoding = 'UTF8' in it.");
    }

    [GeneratedRegex(@"^SET\s+client_encoding\s*(?:=|TO)\s*'?([A-Za-z0-9_-]+)'?\s*;", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex ClientEncoding();
}
