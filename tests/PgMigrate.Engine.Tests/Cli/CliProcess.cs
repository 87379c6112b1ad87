using System.Diagnostics;
using System.Text;
using PgMigrate.Engine.Sandbox;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary><c>pgmigrate</c> as its users run it: a process of its own, with its output in a pipe.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    /// <summary>
    /// A shell starts what runs in its background with Ctrl+C ignored, and so do its children, unless env (GNU) restores it.
    /// </summary>
    private static readonly Lazy<bool> CanRestoreInterrupt = new(() =>
    {
        if (!OperatingSystem.IsLinux()) return false;
        using var trial = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "true"]) { RedirectStandardError = true })!;
        trial.WaitForExit();
        return trial.ExitCode == 0;
    });

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private CliProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written to its standard output so far.</summary>
    public string Output => Read(output);

    public string Error => Read(error);

    public static CliProcess Start(string[] args, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        string[] command = [.. CanRestoreInterrupt.Value ? ["env", "--default-signal=INT"] : Array.Empty<string>(), .. Program(), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<CliResult> RunAsync(string[] args, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        await using var program = Start(args, environment, folder);
        return await program.ResultAsync();
    }

    public async Task<CliResult> ResultAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, Output, Error);
    }

    /// <summary>Sends what Ctrl+C sends.</summary>
    public async Task InterruptAsync()
    {
        var sent = await ProgramRunner.RunAsync(["kill", "-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], "/", CancellationToken.None);
        Assert.True(sent.Succeeded, sent.LastLine);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>
    /// The program that PGMIGRATE_PROGRAM names, such as the native one; else the one that was built with these tests, in the same
    /// configuration: …/tests/this project/bin/Debug/net8.0.
    /// </summary>
    private static string[] Program()
    {
        if (Environment.GetEnvironmentVariable("PGMIGRATE_PROGRAM") is { Length: > 0 } program) return [program];
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var repository = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return ["dotnet", "exec", Path.Combine(repository, "src", "PgMigrate.Cli", "bin", framework.Parent.Name, framework.Name, "pgmigrate.dll")];
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
