using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>What the tests of all kinds of entries require.</summary>
/// <remarks>
/// Where the entries are not pg_dump 15's, because pg_dump cannot reproduce it or leaves it to chance:
/// comments on constraints that are inherited, of which pg_dump loses some; the order of an operator family's loose members, and the roles of
/// a policy, which come by OID there and by name here; which view of a circle is made as a dummy first, likewise; large objects, which come
/// one by one up to pg_dump 16 and in groups since, as here.
/// What servers of other versions print otherwise (views without table names since 16) is compared on one version at a time.
/// </remarks>
internal static class SchemaCheck
{
    private const string SchemaOnly = "--schema-only";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Requires that the entries are pg_dump's, statement by statement and in its order, and that pg_dump says the same of a clone.
    /// </summary>
    /// <param name="servers">Where to make the databases.</param>
    /// <param name="sql">What to make in the first one.</param>
    /// <param name="descs">The kinds to compare, with what hangs on them; none for all.</param>
    public static Task RequireSameAsPgDumpAsync(TestServers servers, string sql, params string[] descs)
        => RequireSameAsPgDumpWithAsync(servers, SchemaOnly, sql, descs);

    /// <summary>The same with another argument of pg_dump's, for kinds that <c>--schema-only</c> leaves out; rows are not compared.</summary>
    public static async Task RequireSameAsPgDumpWithAsync(TestServers servers, string argument, string sql, params string[] descs)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, sql);

        var expected = (await PgDump.ReadAsync(endpoint, argument)).Where(entry => IsAmong(descs, entry) && !IsStream(entry)).ToList();

        Assert.NotEmpty(expected);
        var entries = await ReadAsync(endpoint);
        var actual = LargeObjectText.Ungrouped(entries).Where(entry => argument == SchemaOnly ? entry.Section != TocSection.Data && entry.Desc != TocDesc.Refresh : !entry.HasData)
            .OrderBy(Pass).Select(Describe).Where(entry => IsAmong(descs, entry));
        Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", actual));
        if (descs.Length > 0) return;
        var clone = await RequireSameCloneAsync(servers, endpoint, sql, entries, TestServers.Default);
        var after = (await PgDump.ReadAsync(clone, argument, "--exclude-schema=pgmigrate")).Where(entry => !IsStream(entry));
        Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", after));
        await RoundTrip.RequireSameListAsync(endpoint);
    }

    /// <summary>Requires that the entries of rows and of sequences' positions are pg_dump's, in its order. The tables must be empty.</summary>
    public static async Task RequireSameDataAsPgDumpAsync(TestServers servers, string sql)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, sql);

        var expected = await PgDump.ReadAsync(endpoint, "--data-only");

        Assert.NotEmpty(expected);
        var actual = (await ReadAsync(endpoint)).Where(entry => entry.Section == TocSection.Data)
            .Select(entry => entry.HasData ? $"{Describe(entry)}\\." : Describe(entry));
        Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", actual));
    }

    /// <summary>Requires that a clone has the same entries, on a server of the given version.</summary>
    public static async Task<IReadOnlyList<TocEntry>> RequireSameCloneAsync(TestServers servers, string sql, int major)
    {
        var endpoint = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(endpoint, sql);
        var entries = await ReadAsync(endpoint);
        await RequireSameCloneAsync(servers, endpoint, sql, entries, major);
        return entries;
    }

    /// <summary>The entries of a database.</summary>
    public static async Task<IReadOnlyList<TocEntry>> ReadAsync(DatabaseEndpoint endpoint) => SchemaEntries.Build(await ReadDatabaseAsync(endpoint));

    /// <summary>The model of a database.</summary>
    public static async Task<PgDatabase> ReadDatabaseAsync(DatabaseEndpoint endpoint)
    {
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, Cancellation);
        await session.PrepareForReadingAsync(Cancellation);
        return await new DatabaseReader(session).ReadAsync(Cancellation);
    }

    /// <summary>Both databases have the same entries.</summary>
    public static async Task AssertSameAsync(DatabaseEndpoint source, DatabaseEndpoint destination) => Assert.Equal(
        string.Join("\n\n", (await ReadAsync(source)).Select(Describe)), string.Join("\n\n", (await ReadAsync(destination)).Select(Describe)));

    /// <summary>Clones the database, also through an archive, and requires that both clones have the same entries.</summary>
    private static async Task<DatabaseEndpoint> RequireSameCloneAsync(
        TestServers servers, DatabaseEndpoint source, string sql, IReadOnlyList<TocEntry> entries, int major)
    {
        var clone = await servers.CreateDatabaseAsync(major);
        var result = await Cloning.RunAsync(new() { Source = source, Destination = clone, SkipAnalyze = true });
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await AssertSameAsync(clone);
        await AssertSameAsync(await RoundTrip.RunAsync(servers, source, RoundTrip.FormatFor(sql), major));
        return clone;

        async Task AssertSameAsync(DatabaseEndpoint other) => Assert.Equal(
            string.Join("\n\n", entries.Select(DescribeWhole)), string.Join("\n\n", (await ReadAsync(other)).Select(DescribeWhole)));
    }

    /// <summary>pg_dump's script grants at its end; what reads rows comes after that, so that its owner may.</summary>
    private static int Pass(TocEntry entry) => entry.Desc switch
    {
        TocDesc.Privileges or TocDesc.DefaultPrivileges => 1,
        TocDesc.Refresh or TocDesc.EventTrigger => 2,
        TocDesc.Comment when entry.Tag.StartsWith(TocDesc.EventTrigger + " ", StringComparison.Ordinal) => 2,
        _ => 0,
    };

    private static bool IsStream(string entry)
        => entry.StartsWith(TocDesc.TableData + " | ", StringComparison.Ordinal) || entry.StartsWith(TocDesc.LargeObjectBytes + " | ", StringComparison.Ordinal);

    private static bool IsAmong(string[] descs, string entry)
    {
        if (descs.Length == 0) return true;
        var parts = entry.Split(" | ");
        return descs.Contains(parts[0]) || descs.Any(desc => parts[2].StartsWith(desc + " ", StringComparison.Ordinal));
    }

    /// <summary>An entry as <see cref="PgDump.ReadAsync"/> describes pg_dump's, which keeps the line breaks of names out of its comments.</summary>
    public static string Describe(TocEntry entry)
    {
        var body = new[] { entry.Definition.Trim('\n'), entry.CopyStatement }.Where(part => !string.IsNullOrEmpty(part));
        return $"{entry.Desc} | {OneLine(entry.Namespace ?? "-")} | {OneLine(entry.Tag)} | {OneLine(entry.Owner ?? "")}\n{string.Join("\n\n", body)}";
    }

    /// <summary>With what stands beside the statements.</summary>
    private static string DescribeWhole(TocEntry entry) => $"{entry.Section} {entry.RelationKind} {entry.TableAccessMethod} {entry.Tablespace} {Describe(entry)}";

    private static string OneLine(string name) => name.Replace('\n', ' ').Replace('\r', ' ');
}
