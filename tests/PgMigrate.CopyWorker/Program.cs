using System.Globalization;
using Microsoft.Data.Sqlite;
using PgMigrate;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Transfer;

if (args is ["lock", var path, .. var wait])
{
    // Holds a write transaction of a SQLite file until its input ends; or says that others keep it from that.
    SQLitePCL.Batteries_V2.Init();
    using var connection = new SqliteConnection($"Data Source={path};Pooling=false{(wait is [var seconds] ? $";Default Timeout={seconds}" : "")}");
    connection.Open();
    using var command = connection.CreateCommand();
    command.CommandText = "BEGIN EXCLUSIVE";
    try
    {
        command.ExecuteNonQuery();
    }
    catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
    {
        Console.WriteLine("busy");
        return 0;
    }

    Console.WriteLine("locked");
    Console.In.ReadToEnd();
    return 0;
}

if (Setting("PLAN") is { } plan)
{
    // Starts a whole migration or goes on with it, or goes back, and ends itself by SIGKILL at a message.
    var observer = new DyingObserver(Setting("KILL_AT"));
    var (from, to) = (EndpointParser.Parse(Setting("SOURCE")!), EndpointParser.Parse(Setting("DESTINATION")!));
    var whole = new DatabaseMigrationRequest { Source = from, Destination = to, Plan = new MigrationPlan().Apply(PlanFile.Read(plan), plan, ".") };
    return await RunAsync(async () =>
    {
        if (Setting("UNDO") is { } undo)
        {
            Console.WriteLine(await MigrationRunbook.UndoAsync(new() { Source = from, Destination = to, CopyBack = undo == "CopyBack" }, observer, CancellationToken.None));
            return;
        }

        var isKnown = (await MigrationRunbook.ListAsync(to, null, null, observer, CancellationToken.None)).Count > 0;
        var work = isKnown
            ? MigrationRunbook.ResumeAsync(whole, _ => ValueTask.CompletedTask, observer, CancellationToken.None)
            : MigrationRunbook.StartAsync(whole, _ => ValueTask.CompletedTask, observer, CancellationToken.None);
        var migration = await work;
        Console.WriteLine($"{migration.Status} {migration.ErrorMessage}");
    });
}

if (Setting("EXPORT") is { } archive)
{
    var export = new DatabaseExportRequest
    {
        Source = EndpointParser.Parse(Setting("SOURCE")!),
        Path = archive,
        Format = Enum.Parse<ArchiveFormat>(Setting("FORMAT")!),
        ThrottleLimit = 2,
        Force = true,
    };
    return await RunAsync(async () =>
    {
        Console.WriteLine(await DatabaseExport.RunAsync(export, new SilentObserver(), CancellationToken.None));
        using var own = System.Diagnostics.Process.GetCurrentProcess();
        Console.WriteLine(own.PeakWorkingSet64);
    });
}

if (Setting("MIGRATIONS") is { } migrations)
{
    var run = new MigrationRunRequest { Database = EndpointParser.Parse(Setting("DESTINATION")!), Path = migrations };
    return await RunAsync(async () =>
    {
        await foreach (var result in MigrationRun.RunAsync(run, _ => new(true), new SilentObserver(), CancellationToken.None)) Console.WriteLine(result);
    });
}

if (Setting("DATABASE") is not null)
{
    var whole = new DatabaseCopyRequest
    {
        Source = Setting("ARCHIVE") is { } file ? new() { Kind = DatabaseKind.Archive, Database = file } : EndpointParser.Parse(Setting("SOURCE")!),
        Destination = EndpointParser.Parse(Setting("DESTINATION")!),
        BatchSize = long.Parse(Setting("BATCH_SIZE")!, CultureInfo.InvariantCulture),
        ThrottleLimit = Setting("SINGLE") is null ? 3 : 1,
        SingleTransaction = Setting("SINGLE") is not null,
        Sections = Enum.Parse<DatabaseSections>(Setting("SECTIONS") ?? nameof(DatabaseSections.All)),
        DisableTriggers = Setting("DISABLE_TRIGGERS") is not null,
        Resume = Setting("SINGLE") is null,
    };
    return await RunAsync(async () => Console.WriteLine(await DatabaseCopy.RunAsync(whole, new SilentObserver(), CancellationToken.None)));
}

// Says that it is there, waits for the word, then copies and tells what became of each table. It is killed in between.
var request = new TableCopyRequest
{
    Source = EndpointParser.Parse(Setting("SOURCE")!),
    Destination = EndpointParser.Parse(Setting("DESTINATION")!),
    BatchSize = long.Parse(Setting("BATCH_SIZE")!, CultureInfo.InvariantCulture),
    ThrottleLimit = 3,
    CreateTable = Setting("CREATE_TABLE") is not null,
    OnBadRow = Setting("REJECT_FOLDER") is null ? BadRowAction.Stop : BadRowAction.Reject,
    RejectFolder = Setting("REJECT_FOLDER") ?? ".",
    JournalPath = Setting("JOURNAL_PATH"),
    Resume = true,
};
return await RunAsync(async () =>
{
    await foreach (var result in TableCopy.RunAsync(request, new SilentObserver(), CancellationToken.None)) Console.WriteLine($"{result} {result.ErrorMessage}");
});

static async Task<int> RunAsync(Func<Task> work)
{
    Console.WriteLine("ready");
    Console.In.ReadLine();
    try
    {
        await work();
        return 0;
    }
    catch (MigrationException error)
    {
        Console.WriteLine($"{error.ErrorId}: {error.Message}");
        return 1;
    }
}

static string? Setting(string name) => Environment.GetEnvironmentVariable("COPY_WORKER_" + name);

internal sealed class DyingObserver(string? at) : IMigrationObserver
{
    public void Progress(MigrationProgress progress)
    {
    }

    public void Verbose(string message) => Die(message);

    public void Warning(string message)
    {
        Console.WriteLine(message);
        Die(message);
    }

    private void Die(string message)
    {
        if (at is null || !message.StartsWith(at, StringComparison.Ordinal)) return;
        using var own = System.Diagnostics.Process.GetCurrentProcess();
        own.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

internal sealed class SilentObserver : IMigrationObserver
{
    public void Progress(MigrationProgress progress)
    {
    }

    public void Verbose(string message)
    {
    }

    public void Warning(string message) => Console.WriteLine(message);
}
