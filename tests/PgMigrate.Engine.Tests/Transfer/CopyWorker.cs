using System.Diagnostics;
using System.Globalization;
using PgMigrate.Engine.Connections;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>A process of its own that copies tables, always as a resumed run, to be killed.</summary>
internal sealed class CopyWorker : IAsyncDisposable
{
    private readonly Process process;

    private CopyWorker(Process process) => this.process = process;

    /// <summary>Starts the process; it copies nothing before <see cref="GoAsync"/>.</summary>
    public static CopyWorker Start(
        DatabaseEndpoint source, DatabaseEndpoint destination, int batchSize, bool createTable = false, string? rejectFolder = null, string? journalPath = null,
        bool isWhole = false) => Start(new()
        {
            ["SOURCE"] = Text(source),
            ["DESTINATION"] = Text(destination),
            ["BATCH_SIZE"] = Text(batchSize),
            ["DATABASE"] = isWhole ? "yes" : null,
            ["CREATE_TABLE"] = createTable ? "yes" : null,
            ["REJECT_FOLDER"] = rejectFolder,
            ["JOURNAL_PATH"] = journalPath,
        });

    /// <summary>The same for the import of an archive or a script.</summary>
    public static CopyWorker StartArchive(
        string path, DatabaseEndpoint destination, int batchSize, DatabaseSections sections = DatabaseSections.All, bool isSingle = false, bool disableTriggers = false) => Start(new()
        {
            ["SECTIONS"] = sections.ToString(),
            ["SINGLE"] = isSingle ? "yes" : null,
            ["DISABLE_TRIGGERS"] = disableTriggers ? "yes" : null,
            ["ARCHIVE"] = path,
            ["DESTINATION"] = Text(destination),
            ["BATCH_SIZE"] = Text(batchSize),
            ["DATABASE"] = "yes",
        });

    /// <summary>The same for an export over two connections.</summary>
    public static CopyWorker StartExport(DatabaseEndpoint source, string path, ArchiveFormat format) => Start(new()
    {
        ["SOURCE"] = Text(source),
        ["EXPORT"] = path,
        ["FORMAT"] = format.ToString(),
    });

    /// <summary>The same for a project's SQL migrations.</summary>
    public static CopyWorker StartMigrations(string path, DatabaseEndpoint database) => Start(new() { ["MIGRATIONS"] = path, ["DESTINATION"] = Text(database) });

    /// <summary>The same for a whole migration, which is started or gone on with, and ends itself by SIGKILL at a message; or for the way back.</summary>
    public static CopyWorker StartRunbook(DatabaseEndpoint source, DatabaseEndpoint destination, string plan, string? killAt, string? undo = null) => Start(new()
    {
        ["PLAN"] = plan,
        ["SOURCE"] = Text(source),
        ["DESTINATION"] = Text(destination),
        ["KILL_AT"] = killAt,
        ["UNDO"] = undo,
    });

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Lets the process begin.</summary>
    public async Task GoAsync()
    {
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the process by SIGKILL: nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the process's end, whatever it is; returns what it said.</summary>
    public async Task<string> EndAsync()
    {
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said;
    }

    /// <summary>Waits for the copy's own end and returns what it said.</summary>
    public async Task<string> FinishAsync()
    {
        var said = await EndAsync();
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private static CopyWorker Start(Dictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "PgMigrate.CopyWorker.dll") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings) start.Environment["COPY_WORKER_" + name] = value;
        return new(Process.Start(start)!);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DatabaseEndpoint endpoint)
        => endpoint.Kind == DatabaseKind.Sqlite ? endpoint.Database : DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
