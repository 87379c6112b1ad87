namespace PgMigrate.Benchmarks.Programs;

/// <summary>Looks for programs on the PATH.</summary>
internal static class ProgramPath
{
    /// <summary>The program's full path; null where it is not installed.</summary>
    public static string? Find(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
