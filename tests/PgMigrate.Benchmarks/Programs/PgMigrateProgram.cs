using System.Diagnostics;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>PgMigrate's own command line, a process from start to exit as every peer.</summary>
internal static class PgMigrateProgram
{
    private const string SourceVariable = "BENCHMARK_SOURCE";
    private const string DestinationVariable = "BENCHMARK_DESTINATION";

    public static Contender Create(BenchmarkServer server, string name, string source, params string[] options)
        => new(name, IsOurs: true, destination => Start(server, source, destination, options));

    private static ProcessStartInfo Start(BenchmarkServer server, string source, string destination, string[] options)
    {
        // The build lays the command line beside this program.
        var program = Path.Combine(AppContext.BaseDirectory, "pgmigrate.dll");
        return new("dotnet", [program, "migrate", $"env:{SourceVariable}", $"env:{DestinationVariable}", .. options])
        {
            // The URLs hold passwords, so they are no arguments.
            Environment = { [SourceVariable] = source, [DestinationVariable] = server.UrlOf(destination) },
        };
    }
}
