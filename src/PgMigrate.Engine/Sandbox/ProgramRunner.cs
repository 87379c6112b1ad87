using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// Runs the programs of a PostgreSQL installation and of the system, without a shell and without this process's PG* variables.
/// </summary>
internal static class ProgramRunner
{
    /// <summary>Runs the command to its end and returns all that it wrote. A cancelled program is killed.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static async Task<ProgramResult> RunAsync(
        IReadOnlyList<string> command, string workingDirectory, CancellationToken cancellationToken)
    {
        using var process = Start(command, workingDirectory);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await EndAsync(process, cancellationToken).ConfigureAwait(false);
        return new ProgramResult(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }

    /// <summary>
    /// Runs a command that leaves a server running, and returns its exit code. Nothing is read to its end:
    /// on Windows the server inherits the pipes, so that their end would come only with the server's.
    /// </summary>
    public static async Task<int> RunLauncherAsync(
        IReadOnlyList<string> command, string workingDirectory, CancellationToken cancellationToken)
    {
        using var process = Start(command, workingDirectory);
        process.StandardInput.Close();
        await EndAsync(process, cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }

    /// <summary>Starts a command with all three streams as pipes that only this process holds.</summary>
    public static Process Start(IReadOnlyList<string> command, string workingDirectory)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key))
        {
            if (name.StartsWith("PG", StringComparison.Ordinal)) start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
