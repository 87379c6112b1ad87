using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PgMigrate.Engine.Archives;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Ten thousand ways to spoil an archive, always the same ones: each ends with our own error, or with all of it read.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const int Mutations = 10_000;

    /// <summary>What one reading may take from the heap, all in all, of which most is garbage at once.</summary>
    private const long LargestAllocation = 100L * 1024 * 1024;

    /// <summary>Of a stream that swells, as much is read.</summary>
    private const long LargestStream = 8 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Fixtures =
    [
        .. FixtureArchives.Custom, "pg15-tar.tar", "pg18-tar.tar", "pg15-directory", "pg18-directory",
    ];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Survives_ten_thousand_spoilt_archives()
    {
        var originals = Fixtures.ToDictionary(name => name, name => Original.Read(FixtureArchives.PathOf(name)));
        var (failures, refused, read) = (new List<string>(), 0, 0);
        var work = Task.Run(
            () => Parallel.For(0, Mutations, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancellation }, number =>
            {
                var name = Fixtures[number % Fixtures.Length];
                var path = Write(name, originals[name], new Random(number), number);
                try
                {
                    var fault = Try(path, originals[name], out var wasRefused);
                    if (fault is not null) lock (failures) failures.Add(string.Create(CultureInfo.InvariantCulture, $"{number} {name}: {fault}"));
                    Interlocked.Increment(ref wasRefused ? ref refused : ref read);
                }
                finally
                {
                    if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
                    else File.Delete(path);
                }
            }),
            Cancellation);

        await work.WaitAsync(Patience, Cancellation);

        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Take(10)));
        Assert.True(refused > Mutations / 3 && read > Mutations / 20, $"{refused} refused, {read} read");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    /// <summary>Streams that swell to a thousand times their size: rows pass through, and nothing is kept of them.</summary>
    [Theory]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void Reads_rows_that_swell_in_memory_that_does_not(string compression)
    {
        const int Size = 256 * 1024 * 1024;
        var data = compression == "zlib" ? HandmadeArchive.Zlib(new string('x', Size) + "\n\\.\n\n\n") : SwellingFrame(Size / (128 * 1024));
        var path = new HandmadeArchive { Minor = 16, Compression = compression == "zlib" ? 1 : 3 }.AddRows(1, data, chunk: 1000).Write(folder);
        var archive = Archive.Open(path, Cancellation);
        var entry = archive.Entries.Single(entry => entry.HasRows);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var rows = ArchiveRows.Open(archive, entry);
        var buffer = new byte[64 * 1024];
        long total = 0;
        try
        {
            while (rows.Read(buffer) is > 0 and var read) total += read;
        }
        catch (MigrationException error) when (compression == "zstd" && error.Message.Contains("end without the line", StringComparison.Ordinal))
        {
            // It swells, and no end of rows is in it.
            total = Size + 1;
        }

        Assert.Equal(Size + 1, total);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 * 1024 * 1024);
    }

    /// <summary>A table of contents that is compressed is the one thing that is read into memory.</summary>
    [Fact]
    public void Refuses_a_table_of_contents_that_swells()
    {
        File.WriteAllBytes(Path.Combine(folder.Path, "toc.dat.gz"), HandmadeArchive.Gzip(new string('x', 256 * 1024 * 1024)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MigrationException>(() => Archive.Open(folder.Path, Cancellation));

        Assert.Equal("ArchiveDamaged", error.ErrorId);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < LargestAllocation);
    }

    /// <summary>One frame that asks for more memory than pg_restore gives.</summary>
    [Fact]
    public void Refuses_a_frame_that_asks_for_gigabytes()
    {
        var frame = SwellingFrame(1);
        frame[5] = 0xA8;
        var path = new HandmadeArchive { Minor = 16, Compression = 3 }.AddRows(1, frame).Write(folder);
        var archive = Archive.Open(path, Cancellation);

        var error = Assert.Throws<MigrationException>(() => archive.OpenData(archive.Entries.Single(entry => entry.HasRows)).ReadByte());

        Assert.Contains("too much memory", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A Zstandard frame (RFC 8878) of blocks that each say one byte 131,072 times.</summary>
    private static byte[] SwellingFrame(int blocks)
    {
        const int BlockSize = 128 * 1024, RunLength = 1;
        var frame = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0, 0x58 };
        for (var block = 1; block <= blocks; block++)
        {
            var header = (BlockSize << 3) | (RunLength << 1) | (block == blocks ? 1 : 0);
            frame.AddRange([(byte)header, (byte)(header >> 8), (byte)(header >> 16), (byte)'x']);
        }

        return [.. frame];
    }

    /// <summary>What went wrong with one of them; null where it was refused by our own error, or read whole.</summary>
    private static string? Try(string path, Original original, out bool wasRefused)
    {
        wasRefused = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var rows = ReadAll(path);
            wasRefused = false;
            // What was compressed with gzip has a sum of its own: it is as it was, or it was refused.
            if (original.IsChecked && rows.FirstOrDefault(pair => original.Rows.TryGetValue(pair.Key, out var hash) && hash != pair.Value).Key is { } spoilt)
            {
                return $"{spoilt} was read, and is another";
            }
        }
        catch (MigrationException error)
        {
            if (!error.Message.Contains("at byte ", StringComparison.Ordinal)) return $"no offset: {error.Message}";
            if (error.Subject?.StartsWith(path, StringComparison.Ordinal) != true) return $"the file is not named: {error.Subject}";
        }
        catch (Exception error)
        {
            return error.ToString();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > LargestAllocation ? $"{allocated} bytes were taken" : null;
    }

    /// <summary>Reads all that is in an archive; the hashes of its tables' rows, by entry.</summary>
    private static Dictionary<string, string> ReadAll(string path)
    {
        var archive = Archive.Open(path, Cancellation);
        var (entries, _) = ArchiveEntries.Read(archive, entry => archive.LargeObjectsOf(entry, Cancellation).Select(place => place.Oid));
        var rows = new Dictionary<string, string>();
        var buffer = new byte[64 * 1024];
        foreach (var entry in entries.Where(entry => entry.HasData))
        {
            if (entry.HasRows)
            {
                var target = ArchiveRows.RequireTarget(archive, entry);
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
                using var stream = ArchiveRows.Open(archive, entry);
                for (long total = 0; total < LargestStream && stream.Read(buffer) is > 0 and var read; total += read) hash.AppendData(buffer, 0, read);
                rows[$"{entry.DumpId} {entry.CopyStatement} {target.Schema}.{target.Table}"] = Convert.ToHexString(hash.GetHashAndReset());
                continue;
            }

            if (entry.HasStatements)
            {
                using var statements = ArchiveRows.OpenStatements(archive, entry);
                for (long total = 0; total < LargestStream && statements.Read(Cancellation) is { } statement; total += statement.Text.Length) ;
                continue;
            }

            foreach (var place in archive.LargeObjectsOf(entry, Cancellation))
            {
                using var stream = archive.OpenLargeObject(place);
                for (long total = 0; total < LargestStream && stream.Read(buffer) is > 0 and var read;) total += read;
            }
        }

        return rows;
    }

    /// <summary>Writes a spoilt copy.</summary>
    private string Write(string name, Original original, Random random, int number)
    {
        var path = Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"{number}"));
        if (original.Files.Count == 1)
        {
            File.WriteAllBytes(path, Spoil(original.Files[0].Bytes, name, original.TocEnd, random));
            return path;
        }

        Directory.CreateDirectory(path);
        // Half of the harm is done to the table of contents.
        var victim = random.Next(2) == 0 ? original.Files.FindIndex(file => file.Name == "toc.dat") : random.Next(original.Files.Count);
        for (var index = 0; index < original.Files.Count; index++)
        {
            var (file, bytes) = original.Files[index];
            File.WriteAllBytes(Path.Combine(path, file), index == victim ? Spoil(bytes, file, bytes.Length, random) : bytes);
        }

        return path;
    }

    private static byte[] Spoil(byte[] sound, string name, int tocEnd, Random random)
    {
        var bytes = sound.ToArray();
        // The table of contents and its header are a small part of the file, and the greater danger.
        var end = random.Next(3) == 0 ? Math.Min(tocEnd, bytes.Length) : bytes.Length;
        var place = random.Next(5) == 0 ? random.Next(Math.Min(200, end)) : random.Next(end);
        switch (random.Next(9))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                for (var times = random.Next(2, 50); times > 0; times--) bytes[random.Next(end)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                return bytes[..place];
            case 3:
                random.NextBytes(bytes.AsSpan(place, Math.Min(random.Next(1, 64), bytes.Length - place)));
                break;
            case 4:
                // A length, or a number of entries, that nothing has room for.
                WriteInteger(bytes, place, random.Next(3) switch { 0 => int.MaxValue, 1 => -random.Next(2, int.MaxValue), _ => random.Next() });
                break;
            case 5:
                // A piece of the file, in another place.
                var from = random.Next(bytes.Length);
                var length = Math.Min(random.Next(1, 2000), bytes.Length - Math.Max(from, place));
                bytes.AsSpan(from, length).ToArray().CopyTo(bytes, place);
                break;
            case 6:
                return [.. bytes[..place], .. bytes[Math.Min(place + random.Next(1, 100), bytes.Length)..]];
            case 7:
                var more = new byte[random.Next(1, 100)];
                random.NextBytes(more);
                return random.Next(2) == 0 ? [.. bytes, .. more] : [.. bytes[..place], .. more, .. bytes[place..]];
            default:
                SpoilNumbers(bytes, end, random);
                break;
        }

        // Otherwise the sum alone would be what tells.
        if (name.EndsWith(".tar", StringComparison.Ordinal) && place < bytes.Length - 1024) TarHeader.Sign(bytes.AsSpan(place / 512 * 512, 512));
        return bytes;
    }

    /// <summary>Puts other numbers into dependencies, dump ids and file names: circles, doubles, and what is not there.</summary>
    private static void SpoilNumbers(byte[] bytes, int end, Random random)
    {
        for (var times = random.Next(1, 30); times > 0; times--)
        {
            var place = bytes.AsSpan(random.Next(end)).IndexOfAnyInRange((byte)'0', (byte)'9') + random.Next(end);
            if (place < 0 || place + 4 >= end) continue;
            Encoding.ASCII.GetBytes(random.Next(3) == 0 ? "../." : random.Next(3400, 3630).ToString(CultureInfo.InvariantCulture), bytes.AsSpan(place));
        }
    }

    private static void WriteInteger(byte[] bytes, int place, int value)
    {
        if (place + 5 > bytes.Length) return;
        bytes[place] = value < 0 ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(place + 1), Math.Abs(value));
    }

    /// <summary>A sound archive.</summary>
    private sealed record Original(List<(string Name, byte[] Bytes)> Files, int TocEnd, Dictionary<string, string> Rows, bool IsChecked)
    {
        public static Original Read(string path)
        {
            List<(string Name, byte[] Bytes)> files = Directory.Exists(path)
                ? [.. Directory.GetFiles(path).Order().Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]
                : [(Path.GetFileName(path), File.ReadAllBytes(path))];
            var isCustom = Archive.Detect(path) == ArchiveFormat.Custom;
            using var reader = isCustom ? new ArchiveReader(new(FileBytes.Open(path))) : null;
            var tocEnd = reader is null ? 22_000 : (int)ArchiveTocReader.Read(reader, hasFiles: false, Cancellation).End;
            return new(files, tocEnd, ReadAll(path), path.Contains("gzip", StringComparison.Ordinal));
        }
    }
}
