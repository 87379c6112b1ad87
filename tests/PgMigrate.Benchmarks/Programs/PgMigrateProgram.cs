using System.Diagnostics;
using System.Runtime.InteropServices;
using PgMigrate.Benchmarks.Measuring;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>PgMigrate's own command line, a process from start to exit as every peer.</summary>
/// <param name="path">The native program; null where only the .NET one is there.</param>
internal sealed class PgMigrateProgram(string? path)
{
    private const string SourceVariable = "BENCHMARK_SOURCE";
    private const string DestinationVariable = "BENCHMARK_DESTINATION";

    /// <summary>The two ends, as every command takes them.</summary>
    private static readonly string[] Ends = [$"env:{SourceVariable}", $"env:{DestinationVariable}"];

    /// <summary>Whether it is native code, as it is published.</summary>
    public bool IsNative => path is not null;

    /// <summary>Publishes the command line as native code into the folder; without that, for want of a linker, it is the one that .NET compiles as it runs.</summary>
    public static async Task<PgMigrateProgram> PublishAsync(string folder, CancellationToken cancellationToken)
    {
        if (Repository.Find() is not { } repository) return new(path: null);
        var output = Path.Combine(folder, "pgmigrate");
        string[] arguments =
        [
            "publish", Path.Combine(repository, "src", "PgMigrate.Cli"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
            // Beside the repository's own build, whose files it would replace.
            "--artifacts-path", Path.Combine(folder, "artifacts"), "--output", output,
        ];
        try
        {
            await MeasuredProcess.RunAsync(new("dotnet", arguments), cancellationToken);
            return new(Path.Combine(output, OperatingSystem.IsWindows() ? "pgmigrate.exe" : "pgmigrate"));
        }
        catch (BenchmarkException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return new(path: null);
        }
    }

    /// <summary>With so many connections a side.</summary>
    public Contender With(string command, int jobs, BenchmarkServer server, string source, params string[] options)
        => Create(Name("PgMigrate", jobs), path, server, source, [command, .. Ends, .. options, "--jobs", $"{jobs}"]);

    /// <summary>Compiled by .NET as it runs, which the module pays once a session.</summary>
    public static Contender OnDotnet(string command, int jobs, BenchmarkServer server, string source, params string[] options)
        => Create(Name("PgMigrate on .NET", jobs), path: null, server, source, [command, .. Ends, .. options, "--jobs", $"{jobs}"]);

    /// <summary>Writes the source into an archive.</summary>
    public Contender Export(int jobs, BenchmarkServer server, string source, string archive, string format)
        => Create(Name("PgMigrate", jobs), path, server, source, ExportArguments(jobs, archive, format)) with { Archive = archive };

    /// <summary>The same, compiled by .NET as it runs.</summary>
    public static Contender ExportOnDotnet(int jobs, BenchmarkServer server, string source, string archive, string format)
        => Create(Name("PgMigrate on .NET", jobs), path: null, server, source, ExportArguments(jobs, archive, format)) with { Archive = archive };

    /// <summary>Restores an archive.</summary>
    public Contender Import(int jobs, BenchmarkServer server, string archive)
        => Create(Name("PgMigrate", jobs), path, server, source: "", ImportArguments(jobs, archive));

    /// <summary>The same, compiled by .NET as it runs.</summary>
    public static Contender ImportOnDotnet(int jobs, BenchmarkServer server, string archive)
        => Create(Name("PgMigrate on .NET", jobs), path: null, server, source: "", ImportArguments(jobs, archive));

    private static string[] ExportArguments(int jobs, string archive, string format)
        => ["export", Ends[0], archive, "--format", format, "--force", "--jobs", $"{jobs}"];

    private static string[] ImportArguments(int jobs, string archive) => ["import", archive, Ends[1], "--skip-analyze", "--jobs", $"{jobs}"];

    private static string Name(string program, int jobs) => $"{program}, {jobs} job{(jobs == 1 ? "" : "s")}";

    private static Contender Create(string name, string? path, BenchmarkServer server, string source, string[] arguments)
        => new(name, IsOurs: true, destination => Start(path, server, source, destination, arguments));

    private static ProcessStartInfo Start(string? path, BenchmarkServer server, string source, string destination, string[] arguments)
    {
        // The build lays the .NET program beside this one.
        var start = path is null ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pgmigrate.dll"), .. arguments]) : new(path, arguments);
        // The URLs hold passwords, so they are no arguments.
        start.Environment[SourceVariable] = source;
        start.Environment[DestinationVariable] = server.UrlOf(destination);
        return start;
    }
}
