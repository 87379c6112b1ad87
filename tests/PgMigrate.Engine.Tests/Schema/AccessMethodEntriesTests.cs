using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class AccessMethodEntriesTests(TestServers servers)
{
    internal const string Methods =
        """
        CREATE SCHEMA app;
        CREATE FUNCTION app.handle_tree(internal) RETURNS index_am_handler LANGUAGE internal AS 'bthandler';
        CREATE ACCESS METHOD tree TYPE INDEX HANDLER app.handle_tree;
        CREATE ACCESS METHOD "Odd ""heap" TYPE TABLE HANDLER heap_tableam_handler;
        COMMENT ON ACCESS METHOD tree IS 'it''s a tree';
        CREATE OPERATOR CLASS app.integers DEFAULT FOR TYPE integer USING tree AS
            OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
        """;

    [Fact]
    public Task Writes_access_methods_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Methods);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_access_methods_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Methods, major);
}
