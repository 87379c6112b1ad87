using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class DropStatementTests(TestServers servers)
{
    public static TheoryData<string> Schemas =>
    [
        BaseTypeEntriesTests.Types,
        BaseTypeEntriesTests.Domains,
        LanguageEntriesTests.Languages,
        AggregateEntriesTests.Aggregates,
        OperatorEntriesTests.Families,
        CastEntriesTests.Casts,
        CollationEntriesTests.Collations,
        TextSearchEntriesTests.TextSearch,
        ForeignServerEntriesTests.Servers,
        AccessMethodEntriesTests.Methods,
        ExtensionEntriesTests.Extensions,
        FunctionOrderTests.Functions,
    ];

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Drops_each_kind_as_pg_dump_does_in_the_opposite_order(string sql)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, sql);

        var expected = await PgDump.ReadDropsAsync(endpoint);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, string.Concat((await SchemaCheck.ReadAsync(endpoint)).Reverse().Select(entry => entry.DropStatement)));
    }
}
