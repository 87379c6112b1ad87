using System.Diagnostics;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>PgMigrate's own command line, a child process as every peer.</summary>
internal static class PgMigrateProgram
{
    private const string SourceVariable = "BENCHMARK_SOURCE";
    private const string DestinationVariable = "BENCHMARK_DESTINATION";

    public static Contender Create(BenchmarkServer server, string name, string source, params string[] arguments)
        => new(name, IsOurs: true, destination => Start(server, source, destination, arguments));

    private static ProcessStartInfo Start(BenchmarkServer server, string source, string destination, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet");
        start.ArgumentList.Add(typeof(PgMigrateProgram).Assembly.Location);
        start.ArgumentList.Add(EngineCommand.Name);
        start.ArgumentList.Add($"env:{SourceVariable}");
        start.ArgumentList.Add($"env:{DestinationVariable}");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment[SourceVariable] = source;
        start.Environment[DestinationVariable] = server.UrlOf(destination);
        return start;
    }
}
