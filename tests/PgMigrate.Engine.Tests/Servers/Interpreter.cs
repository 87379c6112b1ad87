using System.Diagnostics;
using System.Text;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>A program that runs scripts, with the packages that a test asks of it.</summary>
/// <param name="Path">The program.</param>
internal sealed record Interpreter(string Path)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Python with a module; where there is none, the test is skipped.</summary>
    public static Task<Interpreter> PythonAsync(string module) => FindAsync($"Python with {module}", ["python3", "/usr/bin/python3", "python"], ["-c", $"import {module}"]);

    /// <summary>Node with a package; where there is none, the test is skipped.</summary>
    public static Task<Interpreter> NodeAsync(string package)
        => FindAsync($"Node with {package} (NODE_PATH leads to it)", ["node", "nodejs"], ["-e", $"require('{package}')"]);

    /// <summary>Runs a script to its end and returns what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output) = await TryAsync(arguments);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task<Interpreter> FindAsync(string what, string[] programs, string[] probe)
    {
        foreach (var program in programs.Select(path => new Interpreter(path)))
        {
            if ((await program.TryAsync(probe)).Code == 0) return program;
        }

        Assert.Skip($"{what} is not installed.");
        return null;
    }

    private async Task<(int Code, string Output)> TryAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        // Where Debian and npm put packages that are for everybody.
        start.Environment["NODE_PATH"] = string.Join(
            System.IO.Path.PathSeparator, Environment.GetEnvironmentVariable("NODE_PATH"), "/usr/share/nodejs", "/usr/lib/node_modules", "/usr/local/lib/node_modules");
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(Cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            return (process.ExitCode, process.ExitCode == 0 ? output : await error);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (127, missing.Message);
        }
    }
}
