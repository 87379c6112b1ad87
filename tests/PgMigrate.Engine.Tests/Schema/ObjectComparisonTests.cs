using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class ObjectComparisonTests(TestServers servers)
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
        ExtensionEntriesTests.Granted,
        FunctionOrderTests.Functions,
    ];

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Finds_no_difference_between_equal_objects(string sql)
    {
        var (left, right) = (await CreateAsync(sql), await CreateAsync(sql));

        Assert.Empty(await CompareAsync(left, right));
    }

    [Fact]
    public async Task Finds_changed_privileges_on_what_initdb_and_extensions_made()
    {
        var (left, right) = (await CreateAsync(ExtensionEntriesTests.Granted), await CreateAsync(ExtensionEntriesTests.Granted));
        await Sql.ExecuteAsync(right, """
            REVOKE EXECUTE ON FUNCTION pg_catalog.upper(text) FROM PUBLIC;
            GRANT UPDATE (rolname) ON pg_catalog.pg_authid TO extension_user;
            """);

        var differences = await CompareAsync(left, right);

        Assert.Equal(
            [("pg_authid", "Columns[rolname].Privileges[extension_user]"), ("upper(text)", null)],
            differences.Select(one => (one.Name, one.Property)).OrderBy(one => one.Name, StringComparer.Ordinal));
    }

    private async Task<DatabaseEndpoint> CreateAsync(string sql)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, sql);
        return endpoint;
    }

    private static Task<IReadOnlyList<SchemaDifference>> CompareAsync(DatabaseEndpoint left, DatabaseEndpoint right) => SchemaComparison.RunAsync(
        new() { Source = left, Destination = right }, new RecordingObserver(), TestContext.Current.CancellationToken);
}
