using System.Text;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>The newest pg_restore that is installed: what it says of an archive.</summary>
internal static partial class PgRestore
{
    /// <summary>The lines of its list of entries, without its comments.</summary>
    public static async Task<string[]> ListAsync(string path)
    {
        var list = await RunAsync("-l", path);
        return [.. list.Split('\n').Where(line => line.Length > 0 && line[0] != ';')];
    }

    /// <summary>The rows of each COPY of its script, by the statement.</summary>
    public static async Task<Dictionary<string, string>> ReadRowsAsync(string path)
    {
        var script = await RunAsync("-f", "-", "--data-only", path);
        return Rows().Matches(script).ToDictionary(match => match.Groups["copy"].Value, match => match.Groups["rows"].Value);
    }

    /// <summary>Runs pg_restore and returns what it prints; skips the test where it is missing, or older than the archive.</summary>
    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await InstalledProgram.FindNewest("pg_restore").RunAsync(null, arguments);
        Assert.SkipWhen(error.Contains("unsupported version", StringComparison.Ordinal), $"The installed pg_restore is too old: {error}");
        Assert.True(code == 0, error);
        return Encoding.UTF8.GetString(output);
    }

    [GeneratedRegex(@"^(?<copy>COPY [^\n]* FROM stdin;\n)(?<rows>.*?)^\\\.\n", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rows();
}
