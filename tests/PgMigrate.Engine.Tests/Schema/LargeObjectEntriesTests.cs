using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class LargeObjectEntriesTests(TestServers servers)
{
    private const string Objects = """
        DO $$ BEGIN CREATE ROLE large_owner; CREATE ROLE "Large ""User"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        SELECT pg_catalog.lo_from_bytea(12345, '\x00ff'), pg_catalog.lo_create(4000000000), pg_catalog.lo_create(99);
        ALTER LARGE OBJECT 12345 OWNER TO large_owner;
        GRANT SELECT ON LARGE OBJECT 12345 TO PUBLIC;
        GRANT ALL ON LARGE OBJECT 12345 TO "Large ""User" WITH GRANT OPTION;
        REVOKE ALL ON LARGE OBJECT 99 FROM CURRENT_USER;
        COMMENT ON LARGE OBJECT 99 IS 'a number that initdb could have given';
        COMMENT ON LARGE OBJECT 4000000000 IS 'it''s \ big';
        """;

    [Fact]
    public async Task Writes_large_objects_with_owner_comment_and_privileges_as_pg_dump_does()
        => await SchemaCheck.RequireSameAsPgDumpWithAsync(servers, "--blobs", Objects);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_large_objects_of_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(servers, Objects, major);

        Assert.Equal(3, entries.Count(entry => entry.Desc == TocDesc.LargeObject));
    }

    [Fact]
    public async Task Fills_large_objects_by_one_entry_that_waits_for_all_of_them()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, Objects);

        var entries = await SchemaCheck.ReadAsync(endpoint);

        var bytes = Assert.Single(entries, entry => entry.HasData);
        Assert.Equal(("BLOBS", "BLOBS", TocSection.Data), (bytes.Desc, bytes.Tag, bytes.Section));
        Assert.Equal(entries.Where(entry => entry.Desc == TocDesc.LargeObject).Select(entry => entry.DumpId), bytes.Dependencies);
    }

    [Fact]
    public async Task Has_no_entry_for_bytes_where_there_are_no_large_objects()
        => Assert.DoesNotContain(await SchemaCheck.ReadAsync(await servers.CreateDatabaseAsync()), entry => entry.HasData);
}
