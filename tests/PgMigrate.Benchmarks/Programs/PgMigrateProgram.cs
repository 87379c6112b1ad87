using System.Diagnostics;
using System.Runtime.InteropServices;
using PgMigrate.Benchmarks.Measuring;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>PgMigrate's own command line in one of its forms, a process from start to exit as every peer.</summary>
/// <param name="name">What the form is called in the tables.</param>
/// <param name="path">The published program; null for the one that .NET compiles as it runs.</param>
internal sealed class PgMigrateProgram(string name, string? path)
{
    private const string SourceVariable = "BENCHMARK_SOURCE";
    private const string DestinationVariable = "BENCHMARK_DESTINATION";

    /// <summary>The two ends, as every command takes them.</summary>
    private static readonly string[] Ends = [$"env:{SourceVariable}", $"env:{DestinationVariable}"];

    /// <summary>Compiled by .NET as it runs, which the module pays once a session.</summary>
    public static PgMigrateProgram OnDotnet { get; } = new("PgMigrate on .NET", path: null);

    /// <summary>Publishes the command line as native code; null where that can't be done, for want of a linker.</summary>
    public static Task<PgMigrateProgram?> PublishNativeAsync(string folder, CancellationToken cancellationToken)
        => PublishAsync("PgMigrate", Path.Combine(folder, "native"), [], cancellationToken);

    /// <summary>Publishes the command line compiled beforehand, with a newer .NET beside it; null where that can't be done.</summary>
    public static Task<PgMigrateProgram?> PublishReadyToRunAsync(string folder, CancellationToken cancellationToken)
        => PublishAsync("PgMigrate, ready to run", Path.Combine(folder, "ready"), ["-p:PublishReadyToRun=true"], cancellationToken);

    /// <summary>With so many connections a side.</summary>
    public Contender With(string command, int jobs, BenchmarkServer server, string source, params string[] options)
        => Create(jobs, server, source, [command, .. Ends, .. options, "--jobs", $"{jobs}"]);

    /// <summary>Writes the source into an archive.</summary>
    public Contender Export(int jobs, BenchmarkServer server, string source, string archive, string format)
        => Create(jobs, server, source, ["export", Ends[0], archive, "--format", format, "--force", "--jobs", $"{jobs}"]) with { Archive = archive };

    /// <summary>Restores an archive.</summary>
    public Contender Import(int jobs, BenchmarkServer server, string archive)
        => Create(jobs, server, source: "", ["import", archive, Ends[1], "--skip-analyze", "--jobs", $"{jobs}"]);

    private static async Task<PgMigrateProgram?> PublishAsync(string name, string folder, string[] options, CancellationToken cancellationToken)
    {
        if (Repository.Find() is not { } repository) return null;
        var output = Path.Combine(folder, "bin");
        string[] arguments =
        [
            "publish", Path.Combine(repository, "src", "PgMigrate.Cli"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, .. options,
            // Beside the repository's own build, whose files it would replace.
            "--artifacts-path", Path.Combine(folder, "artifacts"), "--output", output,
        ];
        try
        {
            await MeasuredProcess.RunAsync(new("dotnet", arguments), cancellationToken);
            return new(name, Path.Combine(output, OperatingSystem.IsWindows() ? "pgmigrate.exe" : "pgmigrate"));
        }
        catch (BenchmarkException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return null;
        }
    }

    private Contender Create(int jobs, BenchmarkServer server, string source, string[] arguments)
        => new($"{name}, {jobs} job{(jobs == 1 ? "" : "s")}", IsOurs: true, destination => Start(server, source, destination, arguments));

    private ProcessStartInfo Start(BenchmarkServer server, string source, string destination, string[] arguments)
    {
        // The build lays the .NET program beside this one.
        var start = path is null ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pgmigrate.dll"), .. arguments]) : new(path, arguments);
        // The URLs hold passwords, so they are no arguments.
        start.Environment[SourceVariable] = source;
        start.Environment[DestinationVariable] = server.UrlOf(destination);
        return start;
    }
}
