using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Scripts that are cut off, damaged, or not what pg_dump writes.</summary>
public sealed class ScriptErrorTests : IDisposable
{
    private readonly Scripts scripts = new();

    [Theory]
    [InlineData("SELECT 1;\nCOPY t (a) FROM stdin;\n1\n2\n", "ScriptTruncated", 2, "\\.")]
    [InlineData("SELECT 1;\nCOPY t (a) FROM stdin;\n1\n\\.x\n", "ScriptTruncated", 2, "\\.")]
    [InlineData("SELECT 1;\n\nSELECT 'a\nb\n;", "ScriptTruncated", 3, "string")]
    [InlineData("SELECT 1;\nSELECT\n$x$ a;\n$$ b;", "ScriptTruncated", 3, "dollar-quoted")]
    [InlineData("SELECT 1;\n\nSELECT \"a\nb\n;", "ScriptTruncated", 3, "quoted name")]
    [InlineData("SELECT 1;\n/* a /* b */\n;", "ScriptTruncated", 2, "comment")]
    [InlineData("SELECT 1;\nCREATE TABLE t (a int;\nSELECT 2;\n", "ScriptTruncated", 2, "statement")]
    [InlineData("--\n-- PostgreSQL database dump\n--\nSELECT 1;\n", "ScriptTruncated", 2, "dump")]
    [InlineData("SELECT 1;\n\\i other.sql\n", "ScriptNotUnderstood", 2, "\\i")]
    [InlineData("SELECT 1\n\\gexec\n", "ScriptNotUnderstood", 2, "\\gexec")]
    [InlineData("SELECT 1;\n\n\\! rm -rf /\n", "ScriptNotUnderstood", 3, "\\!")]
    [InlineData("SELECT 1;\n\\.\n", "ScriptNotUnderstood", 2, "\\.")]
    [InlineData("BEGIN;\nDELETE FROM t;\nROLLBACK;\n", "ScriptNotUnderstood", 3, "ROLLBACK")]
    [InlineData("COPY t FROM stdin; SELECT 1;\n\\.\n", "ScriptNotUnderstood", 1, "follows")]
    [InlineData("SET client_encoding = 'SJIS';\n", "ScriptEncodingUnknown", 1, "SJIS")]
    [InlineData("\\encoding EUC_JP\n", "ScriptEncodingUnknown", 1, "EUC_JP")]
    [InlineData("SET client_encoding = 'UTF8';\nSELECT 1;\nSET client_encoding = 'LATIN1';\n", "ScriptEncodingUnknown", 1, "LATIN1", "SET client_encoding = 'LATIN1'")]
    [InlineData("\\connect a\nCREATE TABLE t ();\n\\connect b\nCREATE TABLE t ();\n", "ScriptOfSeveralDatabases", 0, "a, b")]
    public async Task Names_the_line_and_what_is_wrong(string text, string errorId, int line, string what, string? later = null)
    {
        var error = await scripts.FailsAsync(text);

        if (later is not null) line = text[..text.IndexOf(later, StringComparison.Ordinal)].Count(character => character == '\n') + 1;
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        if (line > 0) Assert.EndsWith($", line {line}", error.Subject, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    [Fact]
    public async Task Refuses_text_that_is_not_in_its_encoding()
    {
        var error = await scripts.FailsAsync([.. "SELECT 1;\nCREATE TABLE \""u8, 0xE4, .. "\" ();\n"u8]);

        Assert.Equal("ScriptEncodingUnknown", error.ErrorId);
        Assert.EndsWith(", line 2", error.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_file_that_is_no_text()
    {
        Assert.Equal("ScriptNotReadable", (await scripts.FailsAsync([(byte)'P', (byte)'G', (byte)'D', (byte)'M', (byte)'P', 1, 14, 0, 4, 8])).ErrorId);
        // Where a library is missing, it is named.
        foreach (var start in new byte[][] { [0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD], [0x04, 0x22, 0x4D, 0x18] })
        {
            Assert.Contains((await scripts.FailsAsync([.. start, 1, 2, 3])).ErrorId, new[] { "ArchiveDamaged", "CompressionUnavailable" });
        }

        var missing = await Assert.ThrowsAsync<MigrationException>(() => Scripts.ReadFileAsync("/nowhere/script.sql"));
        Assert.Equal("ScriptNotReadable", missing.ErrorId);
    }

    [Fact]
    public async Task Refuses_a_statement_that_would_take_all_memory()
    {
        var path = scripts.Write("SELECT 1;\nSELECT '");
        await using (var file = File.OpenWrite(path))
        {
            file.Seek(0, SeekOrigin.End);
            var piece = new byte[1024 * 1024];
            Array.Fill(piece, (byte)'x');
            for (var written = 0; written < 130; written++) await file.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        var error = await Assert.ThrowsAsync<MigrationException>(() => Scripts.ReadFileAsync(path));

        Assert.Equal("StatementTooLong", error.ErrorId);
        Assert.EndsWith(", line 2", error.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Scripts.Fixtures), MemberType = typeof(Scripts))]
    public async Task Says_what_is_wrong_with_any_damaged_script_or_reads_it(string name)
    {
        var original = await File.ReadAllBytesAsync(Scripts.FixturePath(name), TestContext.Current.CancellationToken);
        // Most of the rows say nothing new, and take their time.
        original = Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(original).Split('\n').Where((line, index) => index % 7 == 0 || !IsRow(line))));
        var random = new Random(name.Sum(character => character));
        var path = scripts.Write(original);
        for (var round = 0; round < 230; round++)
        {
            await File.WriteAllBytesAsync(path, Mutate(original, random), TestContext.Current.CancellationToken);
            try
            {
                await ReadAllAsync(path);
            }
            catch (MigrationException error)
            {
                Assert.False(string.IsNullOrEmpty(error.Remedy), error.Message);
            }
        }
    }

    public void Dispose() => scripts.Dispose();

    private static bool IsRow(string line) => line.StartsWith("20", StringComparison.Ordinal) || line.StartsWith("INSERT", StringComparison.Ordinal) || (line.Length > 0 && char.IsAsciiDigit(line[0]));

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        string[] marks = ["'", "\"", "$$", "\\.\n", "\n\\.\n", "COPY t FROM stdin;\n", "/*", "--", ";", "(", ")", "\\", "\r\n", "BEGIN ATOMIC", "\nSET standard_conforming_strings = off;\n", "-- Name: x; Type: TABLE DATA; Schema: -; Owner: \n", "\0", "\u00E4"];
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var place = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(place, Math.Min(random.Next(1, 200), bytes.Count - place));
                    break;
                case 2:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 3:
                    bytes.InsertRange(place, bytes.GetRange(random.Next(bytes.Count / 2), Math.Min(500, bytes.Count / 2)));
                    break;
                default:
                    bytes.InsertRange(place, Encoding.UTF8.GetBytes(marks[random.Next(marks.Length)]));
                    break;
            }

            if (bytes.Count == 0) break;
        }

        return [.. bytes];
    }

    /// <summary>Everything that an import would read.</summary>
    private static async Task ReadAllAsync(string path)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = await ScriptSource.OpenAsync(path, cancellation);
        var buffer = new byte[10_000];
        var entries = await source.ReadEntriesAsync(cancellation);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Key).Distinct().Count());
        foreach (var entry in entries)
        {
            Assert.All(entry.Dependencies, id => Assert.True(id < entry.DumpId));
            foreach (var chunk in entry.HasRows || entry.HasStatements ? await source.PlanChunksAsync(entry, new(5_000, 20), cancellation) : [])
            {
                if (entry.HasRows)
                {
                    await using var rows = await source.OpenRowsAsync(entry, chunk, new(), cancellation);
                    while (await rows.ReadAsync(buffer, cancellation) > 0)
                    {
                    }
                }
                else
                {
                    await using var statements = await source.OpenStatementsAsync(entry, chunk, cancellation);
                    while (await statements.ReadAsync(cancellation) is not null)
                    {
                    }
                }
            }
        }

        var objects = entries.Where(entry => entry.Desc is TocDesc.LargeObject or TocDesc.LargeObjects).SelectMany(LargeObjectGroup.OidsOf).ToList();
        await foreach (var part in source.ReadLargeObjectsAsync(objects, cancellation)) Assert.NotEqual(0u, part.Oid);
    }
}
