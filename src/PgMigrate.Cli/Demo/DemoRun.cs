using System.Diagnostics;
using PgMigrate.Cli.Commands;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Listing;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Cli.Demo;

/// <summary>One demo: every step is the engine's own; here they are only put in a row, shown and tidied up after.</summary>
internal sealed class DemoRun(Terminal terminal, string folder, List<object> items, CancellationToken cancellationToken)
{
    public const string Title = "PgMigrate moves a SQLite shop to PostgreSQL";

    private const string Variable = "DATABASE_URL";

    private PgSandbox? sandbox;

    /// <summary>
    /// Runs the demo in a temporary folder and returns the exit code. Server and folder are gone afterwards, however it ended.
    /// </summary>
    /// <param name="terminal">Shows it.</param>
    /// <param name="items">Takes what each step gave, for a report.</param>
    /// <param name="isReported">Whether a report is written of it, which else is mentioned.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<int> ExecuteAsync(Terminal terminal, List<object> items, bool isReported, CancellationToken cancellationToken)
    {
        terminal.Title(Title);
        var startedAt = Stopwatch.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("pgmigrate-demo-").FullName;
        var demo = new DemoRun(terminal, folder, items, cancellationToken);
        bool isProven;
        try
        {
            isProven = await demo.MigrateAsync();
        }
        finally
        {
            await demo.RemoveAsync();
        }

        terminal.Line($"Done in {Figures.Seconds(Stopwatch.GetElapsedTime(startedAt))} s.");
        if (!isReported) terminal.Line("With --report report.html all of this becomes a page to show around.");
        return isProven ? ExitCode.Ok : ExitCode.Different;
    }

    /// <summary>Returns whether every table arrived and every row is the same.</summary>
    private async Task<bool> MigrateAsync()
    {
        var source = await MakeSourceAsync();
        sandbox = await StartServerAsync();
        var startedAt = Stopwatch.GetTimestamp();
        var copied = await CopyAsync(source, sandbox.Endpoint);
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        var compared = await CompareAsync(source, sandbox.Endpoint);
        DemoReport.Write(terminal, copied, compared, elapsed);
        foreach (var failed in copied.Where(result => result.Status == TableCopyStatus.Failed)) CopyReport.WriteFailure(terminal, failed);
        var isProven = copied.All(result => result.Status == TableCopyStatus.Completed) && compared.All(table => table.IsMatch);
        // A program is never sent to a database that is not proven to have everything.
        if (isProven) await SwitchAsync(source, sandbox.Endpoint);
        return isProven;
    }

    private async Task<DatabaseEndpoint> MakeSourceAsync()
    {
        var startedAt = Stopwatch.GetTimestamp();
        var path = Path.Combine(folder, "shop.db");
        DatabaseEndpoint source = null!;
        var tables = new List<MigrationTable>();
        await terminal.WatchAsync("Making a SQLite shop", async view =>
        {
            source = await DemoDatabase.CreateAsync(path, cancellationToken);
            await foreach (var table in TableListing.ReadAsync(new() { Source = source, Exact = true }, view, cancellationToken))
            {
                tables.Add(table);
            }
        });
        var rows = Figures.Count(tables.Sum(table => table.Rows ?? 0));
        Step("Made a SQLite shop", $"{tables.Count} tables, {rows} rows, {Figures.MiB(new FileInfo(path).Length)} MiB", startedAt);
        return source;
    }

    private async Task<PgSandbox> StartServerAsync()
    {
        var startedAt = Stopwatch.GetTimestamp();
        PgSandbox started = null!;
        await terminal.WatchAsync("Starting PostgreSQL", async view =>
            started = await SandboxServer.StartAsync(new SandboxOptions { DatabaseName = "shop" }, view, cancellationToken));
        Step($"Started PostgreSQL {started.Version}", started.ToString(), startedAt);
        return started;
    }

    private async Task<List<TableCopyResult>> CopyAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var results = new List<TableCopyResult>();
        var request = new Engine.Transfer.TableCopyRequest
        {
            Source = source,
            Destination = destination,
            CreateTable = true,
            InferTypes = true,
        };
        await terminal.WatchAsync("Moving schema and rows", view => CopyRun.CollectAsync(request, view, results, cancellationToken));
        items.AddRange(results);
        Step("Moved schema and rows", $"{Figures.Count(results.Sum(result => result.Rows))} rows", startedAt);
        return results;
    }

    private async Task<IReadOnlyList<TableIntegrity>> CompareAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var startedAt = Stopwatch.GetTimestamp();
        IntegrityTest test = null!;
        var request = new IntegrityRequest { Rows = new() { Source = source, Destination = destination } };
        await terminal.WatchAsync("Comparing every row", view => VerifyCommand.CollectAsync(test = new(request, view), view, items, cancellationToken));
        Step("Compared every row of both ends", $"{test.Tables.Count(table => table.IsMatch)} of {test.Tables.Count} tables are the same", startedAt);
        return test.Tables;
    }

    private async Task SwitchAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var path = Path.Combine(folder, ".env");
        var old = DatabaseUrl.Format(source, DatabaseUrlDialect.Sqlite).Text;
        await File.WriteAllTextAsync(
            path, $"# The shop's settings\nSHOP_NAME=\"Corner Shop\"\n{Variable}=\"{old}\"  # moved by pgmigrate\nDEBUG=false\n",
            cancellationToken);
        var request = new DatabaseUrlSwitchRequest { Database = destination, Targets = [SwitchTargets.File(path)], Name = Variable };
        DatabaseUrlSwitch? switched = null;
        await terminal.WatchAsync(
            $"Switching {Variable}", async view => switched = (await DatabaseUrlSwitching.SwitchAsync(request, view, cancellationToken)).Single().ThrowIfFailed());
        items.Add(switched!);
        Step($"Switched {Variable} in .env", "", startedAt);
        terminal.Line($"    before  {switched!.OldUrl}");
        terminal.Line($"    after   {switched.NewUrl}");
    }

    private async Task RemoveAsync()
    {
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            // Not the demo's token: what was started is stopped when the user has cancelled, too.
            if (sandbox is not null) await SandboxServer.StopAsync(sandbox, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Step("Removed the server and every file", "", startedAt);
    }

    private void Step(string done, string details, long startedAt) => terminal.Step(done, details, Stopwatch.GetElapsedTime(startedAt));
}
