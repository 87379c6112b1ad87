using System.Text;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

public sealed class PipedArchiveTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0")]
    [InlineData("6")]
    public async Task Reads_an_archive_that_pg_dump_wrote_to_a_pipe_and_so_without_positions(string level)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            """
            CREATE TABLE big AS SELECT i AS id, md5(i::text) AS text FROM generate_series(1, 20000) i;
            CREATE TABLE empty (a int);
            CREATE TABLE "no columns" ();
            INSERT INTO "no columns" SELECT FROM generate_series(1, 3);
            SELECT lo_from_bytea(0, convert_to(repeat('x', 1000000), 'UTF8')) FROM generate_series(1, 3);
            SELECT lo_create(99999);
            """);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "piped.dump");
        await DumpAsync(endpoint, path, "-Fc", "-Z", level);

        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var entries = await source.ReadEntriesAsync(Cancellation);

        var big = entries.Single(entry => entry is { HasRows: true, Tag: "big" });
        Assert.True(big.DataBytes > 100_000, $"{big.DataBytes}");
        var rows = await PgRestore.ReadRowsAsync(path);
        foreach (var entry in entries.Where(entry => entry.HasRows)) Assert.Equal(rows[entry.CopyStatement!], await ArchiveReading.ReadTextAsync(source, entry, 65536));
        var oids = entries.Where(entry => entry.Desc is TocDesc.LargeObject or TocDesc.LargeObjects).SelectMany(LargeObjectGroup.OidsOf).ToArray();
        var objects = await ArchiveReading.ReadLargeObjectsAsync(source, oids);
        Assert.Equal(3, objects.Count);
        Assert.All(objects, one => Assert.Equal(1_000_000, one.Bytes.Count(value => value == 'x')));
        Assert.Equal(4, oids.Length);
    }

    [Fact]
    public async Task Reads_an_archive_in_the_character_set_of_its_database()
    {
        // pg_dump reads the names of all the server's roles, which other tests choose from all letters.
        await using var server = await PrivateServer.StartAsync();
        var endpoint = server.Endpoint;
        await Sql.ExecuteAsync(endpoint, "CREATE TABLE \"größe\" (\"straße\" text); INSERT INTO \"größe\" VALUES ('süß €'), (E'\\\\.');");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "latin.dump");
        await DumpAsync(endpoint, path, "-Fc", "--encoding=LATIN9");

        await using var source = await ArchiveSource.OpenAsync(path, withRows: true, Cancellation);
        var entry = (await source.ReadEntriesAsync(Cancellation)).Single(entry => entry.HasRows);

        Assert.Equal("größe", entry.Tag);
        Assert.Equal(["straße"], source.DescribeRows(entry, null).Columns.Select(column => column.Name));
        Assert.Equal("süß €\n\\\\.\n", await ArchiveReading.ReadTextAsync(source, entry));
        Assert.Equal("LATIN9", (await ArchiveListing.ReadAsync(path, Cancellation)).Encoding);
    }

    [Fact]
    public async Task Every_byte_of_the_character_sets_is_the_letter_that_it_is_to_the_server()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            """
            CREATE FUNCTION letter(one int, encoding text) RETURNS text LANGUAGE plpgsql AS $$
            BEGIN RETURN pg_catalog.convert_from(pg_catalog.set_byte('\x00', 0, one), encoding); EXCEPTION WHEN untranslatable_character THEN RETURN NULL; END $$
            """);
        var differences = new List<string>();
        foreach (var name in ArchiveEncodings.Names)
        {
            var letters = await Sql.RowsAsync(endpoint, $"SELECT letter(one, '{name}') FROM generate_series(1, 255) AS one ORDER BY one");
            var encoding = ArchiveEncodings.Find(name)!;
            differences.AddRange(letters.Select((row, index) => (Byte: index + 1, Expected: (string?)row[0], Actual: Decode(encoding, (byte)(index + 1))))
                .Where(one => one.Expected != one.Actual).Select(one => $"{name} {one.Byte:x2}: '{one.Expected}' and '{one.Actual}'"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string? Decode(Encoding encoding, byte one)
    {
        try
        {
            return encoding.GetString([one]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static async Task DumpAsync(DatabaseEndpoint endpoint, string path, params string[] options)
    {
        var (code, output, error) = await (await InstalledProgram.FindForAsync("pg_dump", endpoint)).RunAsync(endpoint, options);
        Assert.True(code == 0, error);
        await File.WriteAllBytesAsync(path, output, Cancellation);
    }
}
