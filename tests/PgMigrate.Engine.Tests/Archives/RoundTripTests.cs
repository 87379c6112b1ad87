using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>
/// What went through an archive is what a clone would have brought. The tests of each kind of object send theirs through one, too
/// (<see cref="SchemaCheck"/>).
/// </summary>
public sealed class RoundTripTests(TestServers servers)
{
    /// <summary>Rows for the tables that have every kind of object on them.</summary>
    private const string Rows =
        """
        INSERT INTO «2».«» («», «1», «7») SELECT g, ‹› || g, ‹1› FROM generate_series(1, 30) g; INSERT INTO «2».«h» VALUES (‹›), (‹1›), (‹›);
        INSERT INTO «2».«g» («1», «2») VALUES (‹1›, ‹›); SELECT lo_from_bytea(4711, convert_to(repeat(‹›, 3000), 'UTF8')), lo_create(4712);
        REFRESH MATERIALIZED VIEW «2».«8»
        """;

    [Theory]
    [InlineData(ArchiveFormat.Custom)]
    [InlineData(ArchiveFormat.Directory)]
    [InlineData(ArchiveFormat.Plain)]
    public async Task Brings_every_kind_of_object_as_a_clone_does(ArchiveFormat format)
    {
        var (source, clone) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await MakeEverythingAsync(source, $"every \"kind' {format}");
        await Cloning.RunAsync(new() { Source = source, Destination = clone, RemoveJournal = true });

        var imported = await RoundTrip.RunAsync(servers, source, format);

        await Exporting.AssertSameAsync(source, imported);
        await Exporting.AssertSameAsync(clone, imported);
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Brings_rows_and_objects_of_every_version_in_every_format(int major)
    {
        var source = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(source, ExportSample.Sql);

        foreach (var format in new[] { ArchiveFormat.Custom, ArchiveFormat.Directory, ArchiveFormat.Plain })
        {
            var imported = await RoundTrip.RunAsync(servers, source, format, major);
            await Cloning.AssertSameAsync(source, imported);
            Assert.Equal(await LargeObjectsAsync(source), await LargeObjectsAsync(imported));
        }
    }

    [Theory]
    [InlineData("listed")]
    [InlineData("line\nbreak; \\ listed")]
    public async Task Lists_every_kind_of_object_as_pg_dump_does(string name)
    {
        var source = await servers.CreateDatabaseAsync();
        await MakeEverythingAsync(source, name);

        await RoundTrip.RequireSameListAsync(source);
    }

    private static async Task MakeEverythingAsync(DatabaseEndpoint database, string name)
    {
        await Sql.ExecuteAsync(database, OddNames.In(OddNames.Everywhere, name));
        await Sql.ExecuteAsync(database, OddNames.In(Rows, name));
    }

    private static async Task<string> LargeObjectsAsync(DatabaseEndpoint endpoint) => string.Join('\n', (await Sql.RowsAsync(
        endpoint, "SELECT oid::bigint, md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY oid")).Select(row => string.Join(' ', row)));
}
