using System.Diagnostics;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>pgcopydb with four connections for rows and four for indexes, which copies big tables in parts.</summary>
internal static class Pgcopydb
{
    private const string SplitLargerThan = "50MB";

    public static Contender? Find(BenchmarkServer server, string source, string folder)
    {
        if (ProgramPath.Find("pgcopydb") is not { } program) return null;
        return new("pgcopydb clone, 4 and 4 jobs", IsOurs: false, destination => Start(program, server, source, destination, folder));
    }

    private static ProcessStartInfo Start(string program, BenchmarkServer server, string source, string destination, string folder)
    {
        var start = new ProcessStartInfo(program)
        {
            ArgumentList =
            {
                "clone", "--source", $"dbname={source}", "--target", $"dbname={destination}", "--dir", folder, "--restart",
                "--table-jobs", "4", "--index-jobs", "4", "--split-tables-larger-than", SplitLargerThan,
            },
        };
        foreach (var (name, value) in server.LibpqEnvironment) start.Environment[name] = value;
        return start;
    }
}
