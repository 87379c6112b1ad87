using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>The newest pg_restore that is installed: what it says of an archive.</summary>
internal static partial class PgRestore
{
    /// <summary>The lines of its list of entries, without its comments.</summary>
    public static async Task<string[]> ListAsync(string path)
    {
        var list = Encoding.UTF8.GetString(await RunAsync("pg_restore", "-l", path));
        return [.. list.Split('\n').Where(line => line.Length > 0 && line[0] != ';')];
    }

    /// <summary>The rows of each COPY of its script, by the statement.</summary>
    public static async Task<Dictionary<string, string>> ReadRowsAsync(string path)
    {
        var script = Encoding.UTF8.GetString(await RunAsync("pg_restore", "-f", "-", "--data-only", path));
        return Rows().Matches(script).ToDictionary(match => match.Groups["copy"].Value, match => match.Groups["rows"].Value);
    }

    /// <summary>Runs an installed program and returns what it prints; skips the test where it is missing, or older than the archive.</summary>
    public static async Task<byte[]> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var said = await errors;
        Assert.SkipWhen(said.Contains("unsupported version", StringComparison.Ordinal), $"The installed {name} is too old: {said}");
        Assert.True(process.ExitCode == 0, said);
        return output.ToArray();
    }

    /// <summary>Where a program of the newest installed PostgreSQL is.</summary>
    public static string Find(string name)
    {
        var folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var program = folders.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin", name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{name} is not installed.");
        return program!;
    }

    [GeneratedRegex(@"^(?<copy>COPY [^\n]* FROM stdin;\n)(?<rows>.*?)^\\\.\n", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rows();
}
