using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class SchemaEntriesTests(TestServers servers)
{
    [Fact]
    public async Task Writes_schemas_with_comments_and_privileges_as_pg_dump_does() => await RequireSameAsync(
        """
        DO $$ BEGIN
            CREATE ROLE schema_owner; CREATE ROLE "Odd ""Role"; CREATE ROLE schema_user;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app AUTHORIZATION schema_owner;
        CREATE SCHEMA "Odd ""Schema; --";
        CREATE SCHEMA "select";
        COMMENT ON SCHEMA app IS 'it''s an \ app';
        GRANT USAGE ON SCHEMA app TO schema_user;
        GRANT ALL ON SCHEMA app TO "Odd ""Role" WITH GRANT OPTION;
        SET SESSION AUTHORIZATION "Odd ""Role";
        GRANT USAGE ON SCHEMA app TO PUBLIC;
        RESET SESSION AUTHORIZATION;
        REVOKE ALL ON SCHEMA app FROM schema_owner;
        GRANT USAGE ON SCHEMA app TO schema_owner;
        GRANT CREATE ON SCHEMA "select" TO schema_user WITH GRANT OPTION;
        """);

    [Fact]
    public async Task Writes_public_only_as_far_as_it_was_changed() => await RequireSameAsync(
        "COMMENT ON SCHEMA public IS 'ours'; REVOKE ALL ON SCHEMA public FROM PUBLIC");

    private async Task RequireSameAsync(string sql)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, sql);

        var expected = await PgDump.ReadSchemaAsync(endpoint);

        Assert.NotEmpty(expected);
        var entries = await ReadAsync(endpoint);
        // pg_dump's script grants at its end.
        var actual = entries.OrderBy(entry => entry.Desc == TocDesc.Privileges).Select(Describe);
        Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", actual));
    }

    private static async Task<IReadOnlyList<TocEntry>> ReadAsync(DatabaseEndpoint endpoint)
    {
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, TestContext.Current.CancellationToken);
        await session.PrepareForReadingAsync(TestContext.Current.CancellationToken);
        return SchemaEntries.Build(await new DatabaseReader(session).ReadAsync(TestContext.Current.CancellationToken));
    }

    private static string Describe(TocEntry entry)
        => $"{entry.Desc} | {entry.Namespace ?? "-"} | {entry.Tag} | {entry.Owner}\n{entry.Definition.Trim('\n')}";
}
