using System.Diagnostics;
using System.Globalization;
using PgMigrate.Benchmarks.Measuring;
using PgMigrate.Benchmarks.Programs;

namespace PgMigrate.Benchmarks;

/// <summary>How long Import-Module takes in a PowerShell that has just started, next to the same measurement of nothing.</summary>
internal static class ModuleImport
{
    private const int Imports = 10;

    /// <summary>Measures in turn; null where there is no pwsh or no finished module.</summary>
    public static async Task<ImportResult?> MeasureAsync(CancellationToken cancellationToken)
    {
        if (ProgramPath.Find("pwsh") is not { } pwsh || FindModule() is not { } module) return null;
        var (imports, nothings) = (new List<double>(), new List<double>());
        for (var run = 0; run <= Imports; run++)
        {
            var import = await MeasureAsync(pwsh, $"Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}'", cancellationToken);
            var nothing = await MeasureAsync(pwsh, "", cancellationToken);
            if (run == 0) continue;
            imports.Add(import);
            nothings.Add(nothing);
        }

        return new(Median.Of(imports)!.Value, Median.Of(nothings)!.Value, imports);
    }

    /// <summary>The module that the build has laid out.</summary>
    private static string? FindModule()
        => Repository.Find() is { } repository && Path.Combine(repository, "out", "PgMigrate", "PgMigrate.psd1") is var manifest && File.Exists(manifest)
            ? manifest
            : null;

    private static async Task<double> MeasureAsync(string pwsh, string script, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(pwsh)
        {
            ArgumentList = { "-NoProfile", "-NonInteractive", "-Command", $"(Measure-Command {{ {script} }}).TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)" },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new BenchmarkException($"pwsh ended with {process.ExitCode}.");
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
