using System.Text;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>PostgreSQL's own parser, and psql, say where statements end.</summary>
public sealed class GeneratedScriptTests(TestServers servers)
{
    private const string Tables = "CREATE TABLE written (v text, n serial); CREATE TABLE ruled (v text)";
    /// <summary>All that the statements have done.</summary>
    private const string Written = """
        SELECT concat_ws('|',
                         (SELECT string_agg(v, '|' ORDER BY n) FROM written),
                         obj_description('written'::regclass, 'pg_class'),
                         (SELECT string_agg(pg_get_ruledef(oid), '|' ORDER BY rulename) FROM pg_rewrite WHERE ev_class = 'ruled'::regclass),
                         (SELECT string_agg(pg_get_functiondef(oid), '|' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace))
        """;

    /// <summary>
    /// The server runs the whole text in one go, and takes it apart itself; then it is given the pieces, each of which it refuses when it
    /// is more or less than one statement. Both must have done the same.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Five_thousand_scripts_are_split_where_the_server_splits_them(int fifth)
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, Tables);
        await using var connection = await Sql.OpenAsync(database);
        var hasAtomic = connection.PostgreSqlVersion.Major >= 14;
        var pieces = 0;
        for (var number = fifth * 1000; number < (fifth + 1) * 1000; number++)
        {
            var script = new ScriptGenerator(number).Next(hasAtomic);
            var split = MigrationScript.Parse(Encoding.UTF8.GetBytes(script), "x.sql").Statements;
            pieces += split.Count;

            var whole = await EffectAsync(connection, [$"DO {SqlText.Literal($"BEGIN EXECUTE {SqlText.Literal(script)}; END")}"]);
            var parts = await EffectAsync(connection, [.. split.Select(statement => statement.Text)]);

            Assert.True(whole == parts, $"Script {number}:\n{script}\n\nthe whole:\n{whole}\n\nthe pieces:\n{parts}");
            Assert.All(split, statement => Assert.Contains(statement.Text.Split('\n')[0].TrimEnd('\r'), Lines(script)[statement.Line - 1], StringComparison.Ordinal));
        }

        Assert.InRange(pieces, 4000, 9000);
    }

    /// <summary>Rows behind COPY and psql's own lines: psql runs the same file.</summary>
    [Fact]
    public async Task Files_with_rows_and_psqls_commands_do_what_psql_does_with_them()
    {
        var psql = await InstalledProgram.FindForAsync("psql", (await servers.ServerAsync()).Endpoint);
        var (left, right) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        foreach (var database in new[] { left, right }) await Sql.ExecuteAsync(database, Tables);
        var generator = new ScriptGenerator(77);
        var random = new Random(77);
        var text = new StringBuilder("\\set ON_ERROR_STOP on\n\\restrict abc123\n");
        for (var number = 0; number < 200; number++)
        {
            text.Append(generator.Next(hasAtomic: false, isForPsql: true)).Append('\n');
            if (number == 100) text.Append("\\unrestrict abc123\n");
            if (number > 100 && random.Next(3) == 0) text.Append("\\echo 'x; \n");
            text.Append(random.Next(2) == 0 ? "COPY written (v) FROM stdin;\n" : "copy written(v)\n from /* ; */ STDIN with (format text) ; \n");
            for (var row = random.Next(4); row > 0; row--) text.Append(random.Next(4) switch { 0 => "a;'b\n", 1 => "\\\\.\n", 2 => "--\\tx/*\n", _ => "$$\n" });
            text.Append("\\.\n");
        }

        using var project = new TestProject(("001_a.sql", text.ToString()));
        var run = await psql.RunAsync(left, ["-X", "-q", "-f", Path.Combine(project.Migrations, "001_a.sql")]);
        Assert.True(run.Code == 0, run.Error);

        await project.SucceedAsync(right);

        Assert.Equal(await Sql.ScalarAsync<string>(left, Written), await Sql.ScalarAsync<string>(right, Written));
        Assert.Equal(["001_a: Applied"], await project.StatesAsync(right));
        await Sql.ExecuteAsync(right, "UPDATE supabase_migrations.schema_migrations SET statements[3] = statements[3] || ' '");
        Assert.Equal(["001_a: Applied"], await project.StatesAsync(right));
    }

    private static async Task<string> EffectAsync(NpgsqlConnection connection, IReadOnlyList<string> statements)
    {
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        try
        {
            await connection.ExecuteEachAsync(statements, TestContext.Current.CancellationToken);
        }
        catch (PostgresException error)
        {
            return $"{error.Message} at {statements[error.FailedIndex() ?? 0]}";
        }

        await using var command = new NpgsqlCommand(Written, connection, transaction);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static string[] Lines(string script) => script.Split('\n');
}
