namespace PgMigrate.Engine.Sandbox;

/// <summary>The folders where systems keep PostgreSQL's server programs, those of PATH first.</summary>
internal static class UsualFolders
{
    public static IEnumerable<string> All() => OnPath().Concat(Installed()).Where(Directory.Exists).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> OnPath()
        => (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);

    private static IEnumerable<string> Installed()
    {
        if (OperatingSystem.IsWindows())
        {
            return Versions(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin");
        }

        return OperatingSystem.IsMacOS()
            ? [
                .. Versions("/opt/homebrew/opt", "postgresql*", "bin"),
                .. Versions("/usr/local/opt", "postgresql*", "bin"),
                .. Versions("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
                .. Versions("/Library/PostgreSQL", "*", "bin"),
            ]
            : [
                .. Versions("/usr/lib/postgresql", "*", "bin"), // Debian, Ubuntu
                .. Versions("/usr", "pgsql-*", "bin"), // PostgreSQL's own packages for Fedora and Red Hat
                .. Versions("/usr/libexec", "postgresql*", ""), // Alpine
                .. Versions("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
                "/usr/local/pgsql/bin",
            ];
    }

    private static IEnumerable<string> Versions(string parent, string pattern, string bin)
        => Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, bin)) : [];
}
