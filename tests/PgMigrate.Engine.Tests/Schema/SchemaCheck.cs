using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>What the tests of all kinds of entries require.</summary>
internal static class SchemaCheck
{
    private const string SchemaOnly = "--schema-only";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Requires that the entries are pg_dump's, statement by statement and in its order, and that a database made of them gives the same.
    /// </summary>
    /// <param name="servers">Where to make the databases.</param>
    /// <param name="sql">What to make in the first one.</param>
    /// <param name="descs">The kinds to compare, with what hangs on them; none for all.</param>
    public static Task RequireSameAsPgDumpAsync(TestServers servers, string sql, params string[] descs)
        => RequireSameAsPgDumpWithAsync(servers, SchemaOnly, sql, descs);

    /// <summary>The same with another argument of pg_dump's, for kinds that <c>--schema-only</c> leaves out.</summary>
    public static async Task RequireSameAsPgDumpWithAsync(TestServers servers, string argument, string sql, params string[] descs)
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, sql);

        var expected = (await PgDump.ReadSchemaAsync(endpoint, argument)).Where(entry => IsAmong(descs, entry)).ToList();

        Assert.NotEmpty(expected);
        var entries = await ReadAsync(endpoint);
        var actual = entries.Where(entry => argument == SchemaOnly ? entry.Section != TocSection.Data && entry.Desc != TocDesc.Refresh : !entry.HasData)
            .OrderBy(Pass).Select(Describe).Where(entry => IsAmong(descs, entry));
        Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", actual));
        if (descs.Length == 0) await RequireSameAfterRestoreAsync(servers, entries, TestServers.Default);
    }

    /// <summary>Requires that a database made of the entries gives the same entries, on a server of the given version.</summary>
    public static async Task<IReadOnlyList<TocEntry>> RequireSameAfterRestoreAsync(TestServers servers, string sql, int major)
    {
        var endpoint = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(endpoint, sql);
        var entries = await ReadAsync(endpoint);
        await RequireSameAfterRestoreAsync(servers, entries, major);
        return entries;
    }

    /// <summary>The entries of a database.</summary>
    public static async Task<IReadOnlyList<TocEntry>> ReadAsync(DatabaseEndpoint endpoint)
    {
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, Cancellation);
        await session.PrepareForReadingAsync(Cancellation);
        return SchemaEntries.Build(await new DatabaseReader(session).ReadAsync(Cancellation));
    }

    private static async Task RequireSameAfterRestoreAsync(TestServers servers, IReadOnlyList<TocEntry> entries, int major)
    {
        var copy = await servers.CreateDatabaseAsync(major);
        await RestoreAsync(copy, entries);
        Assert.Equal(string.Join("\n\n", entries.Select(Describe)), string.Join("\n\n", (await ReadAsync(copy)).Select(Describe)));
    }

    /// <summary>Applies the entries one by one, as a superuser.</summary>
    private static async Task RestoreAsync(DatabaseEndpoint endpoint, IReadOnlyList<TocEntry> entries)
    {
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, Cancellation);
        await session.PrepareForReadingAsync(Cancellation);
        await session.ExecuteAsync("SET check_function_bodies = false", Cancellation);
        foreach (var entry in entries.Where(entry => !entry.HasData).OrderBy(Pass))
        {
            try
            {
                foreach (var statement in new[] { entry.Definition, OwnerStatement.Of(entry) }.OfType<string>())
                {
                    await RestoreAsync(connection, statement);
                }
            }
            catch (PostgresException error)
            {
                Assert.Fail($"{entry}: {error.MessageText}\n{entry.Definition}");
            }
        }
    }

    private static async Task RestoreAsync(NpgsqlConnection connection, string statements)
    {
        if (string.IsNullOrWhiteSpace(statements)) return;
        // The server takes several statements in one text only where there are no parameters and the driver does not take it apart.
        await using var command = new NpgsqlCommand("", connection) { CommandText = "DO $restore$ BEGIN EXECUTE current_setting('restore.sql'); END $restore$" };
        await using var set = new NpgsqlCommand("SELECT set_config('restore.sql', $1, false)", connection) { Parameters = { new() { Value = statements } } };
        await set.ExecuteNonQueryAsync(Cancellation);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>pg_dump's script grants at its end; what reads rows comes after that, so that its owner may.</summary>
    private static int Pass(TocEntry entry) => entry.Desc switch
    {
        TocDesc.Privileges or TocDesc.DefaultPrivileges => 1,
        TocDesc.Refresh or "EVENT TRIGGER" => 2,
        _ => 0,
    };

    private static bool IsAmong(string[] descs, string entry)
    {
        if (descs.Length == 0) return true;
        var parts = entry.Split(" | ");
        return descs.Contains(parts[0]) || descs.Any(desc => parts[2].StartsWith(desc + " ", StringComparison.Ordinal));
    }

    private static string Describe(TocEntry entry)
        => $"{entry.Desc} | {entry.Namespace ?? "-"} | {OneLine(entry.Tag)} | {entry.Owner}\n{entry.Definition.Trim('\n')}{entry.CopyStatement}";

    /// <summary>As pg_dump's comments show a name.</summary>
    private static string OneLine(string name) => name.Replace('\n', ' ').Replace('\r', ' ');
}
