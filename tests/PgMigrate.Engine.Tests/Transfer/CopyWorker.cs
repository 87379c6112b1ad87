using System.Diagnostics;
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
        bool isWhole = false)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "PgMigrate.CopyWorker.dll") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["COPY_WORKER_SOURCE"] = Text(source);
        start.Environment["COPY_WORKER_DESTINATION"] = Text(destination);
        start.Environment["COPY_WORKER_BATCH_SIZE"] = batchSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (isWhole) start.Environment["COPY_WORKER_DATABASE"] = "yes";
        if (createTable) start.Environment["COPY_WORKER_CREATE_TABLE"] = "yes";
        if (rejectFolder is not null) start.Environment["COPY_WORKER_REJECT_FOLDER"] = rejectFolder;
        if (journalPath is not null) start.Environment["COPY_WORKER_JOURNAL_PATH"] = journalPath;
        return new(Process.Start(start)!);
    }

    /// <summary>Starts a process that exports a database over two connections; it begins with <see cref="GoAsync"/>.</summary>
    public static CopyWorker StartExport(DatabaseEndpoint source, string path, ArchiveFormat format)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "PgMigrate.CopyWorker.dll") },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["COPY_WORKER_SOURCE"] = Text(source);
        start.Environment["COPY_WORKER_EXPORT"] = path;
        start.Environment["COPY_WORKER_FORMAT"] = format.ToString();
        return new(Process.Start(start)!);
    }

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

    /// <summary>Waits for the copy's own end and returns what it said.</summary>
    public async Task<string> FinishAsync()
    {
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private static string Text(DatabaseEndpoint endpoint)
        => endpoint.Kind == DatabaseKind.Sqlite ? endpoint.Database : DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
