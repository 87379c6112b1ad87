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

        Assert.Equal(["12345", "4000000000", "99"], entries.Where(entry => entry.Desc == TocDesc.LargeObjects).Select(entry => entry.Tag).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Groups_large_objects_of_one_owner_and_the_same_privileges_each_with_an_entry_for_its_bytes()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, Objects + "SELECT lo_create(1000 + g) FROM generate_series(0, 599) g; GRANT SELECT ON LARGE OBJECT 1001, 1003 TO PUBLIC; COMMENT ON LARGE OBJECT 1003 IS 'x'");

        var entries = await SchemaCheck.ReadAsync(endpoint);

        var groups = entries.Where(entry => entry.Desc == TocDesc.LargeObjects).ToList();
        Assert.Equal(["1000..1501", "1001..1003", "12345", "1502..4000000000", "99"], groups.Select(group => group.Tag).Order(StringComparer.Ordinal));
        Assert.Equal(603, groups.SelectMany(LargeObjectGroup.OidsOf).Distinct().Count());
        var granted = groups.Single(group => group.Tag == "1001..1003");
        Assert.Equal(("1001\n1003\n", "-- dummy"), (granted.Definition, granted.DropStatement));
        Assert.Equal(
            ["ACL LARGE OBJECTS 1001..1003: GRANT SELECT ON LARGE OBJECT 1001 TO PUBLIC;", "BLOBS 1001..1003:", "COMMENT LARGE OBJECT 1003: COMMENT ON LARGE OBJECT 1003 IS 'x';"],
            entries.Where(entry => entry.Dependencies.Contains(granted.DumpId)).Select(entry => $"{entry.Desc} {entry.Tag}: {entry.Definition.Trim()}".Trim()).Order(StringComparer.Ordinal));
        Assert.Equal(groups.Select(group => group.Tag).Order(), entries.Where(entry => entry.HasData).Select(entry => entry.Tag).Order());
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_groups_with_owners_and_privileges_of_each(int major)
        => await SchemaCheck.RequireSameCloneAsync(
            servers,
            Objects + """
            SELECT lo_from_bytea(1000 + g, 'x') FROM generate_series(0, 1200) g;
            DO $$ BEGIN FOR g IN 1000..1700 LOOP
                EXECUTE format('ALTER LARGE OBJECT %s OWNER TO large_owner', g); EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO PUBLIC', g);
            END LOOP; END $$;
            SET SESSION AUTHORIZATION large_owner; GRANT UPDATE ON LARGE OBJECT 1005, 1007, 1700 TO "Large ""User" WITH GRANT OPTION; RESET SESSION AUTHORIZATION;
            """,
            major);

    [Fact]
    public async Task Has_no_entry_for_bytes_where_there_are_no_large_objects()
        => Assert.DoesNotContain(await SchemaCheck.ReadAsync(await servers.CreateDatabaseAsync()), entry => entry.HasData);
}
