using System.Diagnostics;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>pgloader with its defaults: tables, rows, indexes, foreign keys and sequences of a SQLite file.</summary>
internal static class Pgloader
{
    public static Contender? Find(BenchmarkServer server, string file)
    {
        if (ProgramPath.Find("pgloader") is not { } program) return null;
        return new("pgloader", IsOurs: false, destination => Start(program, server, file, destination));
    }

    private static ProcessStartInfo Start(string program, BenchmarkServer server, string file, string destination)
    {
        var start = new ProcessStartInfo(program) { ArgumentList = { file, server.AddressOf(destination) } };
        foreach (var (name, value) in server.LibpqEnvironment) start.Environment[name] = value;
        return start;
    }
}
