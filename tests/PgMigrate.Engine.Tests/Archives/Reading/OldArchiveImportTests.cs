using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Archives as pg_dump of 2018 and older wrote them, where names have no schema and each entry is made under its own search path.</summary>
public sealed class OldArchiveImportTests(TestServers servers) : IDisposable
{
    private const string Sample = """
        CREATE SCHEMA shop; CREATE SCHEMA "Odd Name"; CREATE TYPE shop.mood AS ENUM ('sad', 'ok'); CREATE DOMAIN shop.positive AS integer CHECK (VALUE > 0);
        CREATE FUNCTION shop.twice(shop.positive) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1';
        CREATE TABLE shop.same (id serial PRIMARY KEY, feeling shop.mood DEFAULT 'ok', qty shop.positive); CREATE TABLE "Odd Name".same (id integer PRIMARY KEY, "Col umn" text DEFAULT 'a.b');
        CREATE TABLE shop.child (id integer REFERENCES "Odd Name".same, other integer REFERENCES shop.same); CREATE TABLE public.same (id integer, feeling shop.mood);
        CREATE INDEX by_twice ON shop.same (shop.twice(qty)); CREATE VIEW "Odd Name".joined AS SELECT s.id, o."Col umn" FROM shop.same s JOIN "Odd Name".same o USING (id);
        CREATE FUNCTION "Odd Name".touch() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$;
        CREATE TRIGGER touch BEFORE UPDATE ON shop.same FOR EACH ROW EXECUTE FUNCTION "Odd Name".touch(); CREATE RULE quiet AS ON DELETE TO "Odd Name".same DO INSTEAD NOTHING;
        COMMENT ON TABLE "Odd Name".same IS 'odd'; COMMENT ON COLUMN shop.same.qty IS 'how many'; GRANT SELECT ON shop.same TO PUBLIC; CREATE SEQUENCE "Odd Name".tick; SELECT nextval('"Odd Name".tick');
        INSERT INTO shop.same (feeling, qty) SELECT 'sad', g FROM generate_series(1, 30) g; INSERT INTO "Odd Name".same SELECT g, E'x\t' || g FROM generate_series(1, 20) g;
        INSERT INTO shop.child SELECT g, g + 1 FROM generate_series(1, 20) g; INSERT INTO public.same VALUES (1, 'ok');
        SELECT lo_from_bytea(70001, '\xdeadbeef'), lo_create(70002);
        """;

    private readonly TemporaryFolder folder = new();
    private readonly Dumping dumps = new(servers);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(12)]
    [InlineData(11)]
    [InlineData(10)]
    [InlineData(12, "--inserts")]
    [InlineData(10, "--column-inserts", "--rows-per-insert=4")]
    public async Task Makes_each_object_in_the_schema_of_its_entry(int minor, params string[] options)
    {
        var (path, original) = await dumps.DumpAsync(Sample, options);
        var old = await AgeAsync(path, minor);
        var (ours, theirs) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Exporting.RestoreAsync(old, theirs);

        var result = await Cloning.RunAsync(Dumping.Request(old, ours) with { RemoveJournal = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Exporting.AssertSameAsync(theirs, ours);
        await Exporting.AssertSameAsync(original, ours);
    }

    [Fact]
    public async Task Cleans_lists_and_brings_rows_alone_as_it_does_with_others()
    {
        var (path, original) = await dumps.DumpAsync(Sample);
        var old = await AgeAsync(path, 11);
        var list = Path.Combine(folder.Path, "list");
        await File.WriteAllLinesAsync(list, await PgRestore.ListAsync(old), Cancellation);
        var destination = await servers.CreateDatabaseAsync();
        await Cloning.RunAsync(Dumping.Request(old, destination) with { List = EntryList.Read(list) });

        await Cloning.RunAsync(Dumping.Request(old, destination) with { Clean = true, Restart = true, Sections = DatabaseSections.PreData | DatabaseSections.PostData });
        await Sql.ExecuteAsync(destination, "SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
        await Cloning.RunAsync(Dumping.Request(old, destination) with { Restart = true, Sections = DatabaseSections.Data, RemoveJournal = true });

        await Exporting.AssertSameAsync(original, destination);
    }

    public void Dispose()
    {
        dumps.Dispose();
        folder.Dispose();
    }

    /// <summary>Writes an archive as an older pg_dump would have: byte by byte in its version, and with names as that had them.</summary>
    private async Task<string> AgeAsync(string path, int minor)
    {
        var archive = await Archive.OpenAsync(path, Cancellation);
        var old = new HandmadeArchive { Minor = minor, SearchPath = null };
        foreach (var entry in archive.Entries.Where(entry => !ArchiveDesc.IsSetting(entry) && (minor > 11 || entry.Desc != TocDesc.LargeObject)))
        {
            old.Add(new(entry.DumpId, entry.Desc, entry.Tag)
            {
                Section = entry.Section switch { TocSection.PreData => 2, TocSection.Data => 3, TocSection.PostData => 4, _ => 1 },
                Definition = Unqualified(entry, entry.Definition),
                Drop = entry.DropStatement,
                Copy = entry.CopyStatement is null ? null : Unqualified(entry, entry.CopyStatement),
                Namespace = entry.Namespace,
                Tablespace = entry.Tablespace,
                Owner = entry.Owner,
                Dependencies = [.. entry.Dependencies],
                Data = entry.Desc == TocDesc.TableData ? Rows(archive, entry) : null,
                LargeObjects = entry.Desc == TocDesc.LargeObjectBytes ? [.. archive.LargeObjectsOf(entry, Cancellation).Select(place => (place.Oid, Read(archive.OpenLargeObject(place))))] : null,
            });
        }

        return old.Write(folder, $"{Guid.NewGuid():N}.dump");
    }

    private static byte[] Rows(Archive archive, TocEntry entry)
    {
        var data = Read(archive.OpenData(entry));
        return ArchiveRows.AreStatements(entry) ? System.Text.Encoding.UTF8.GetBytes(Unqualified(entry, System.Text.Encoding.UTF8.GetString(data))) : data;
    }

    private static byte[] Read(Stream stream)
    {
        using var whole = new MemoryStream();
        using (stream) stream.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>What is in the entry's own schema is named without it; the sample's texts have nothing that only looks so.</summary>
    private static string Unqualified(TocEntry entry, string text)
        => entry.Namespace is null ? text : text.Replace(SqlText.Name(entry.Namespace) + ".", "", StringComparison.Ordinal);
}
