using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>The newest pg_dump and pg_dumpall that are installed: what they say of a database's schema, entry by entry, and of roles.</summary>
internal static partial class PgDump
{
    /// <summary>
    /// The entries of <c>pg_dump --schema-only</c>, or with other arguments, each as its kind, schema, name and owner over its statements, in pg_dump's order.
    /// ALTER … OWNER is left out: it follows from the owner.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(DatabaseEndpoint endpoint, params string[] options)
        => [.. Entry().Matches(await RunAsync("pg_dump", endpoint, options)).Select(Describe)];

    /// <summary>The statements that remove the schema, as <c>pg_dump --clean</c> begins with them.</summary>
    public static async Task<string> ReadDropsAsync(DatabaseEndpoint endpoint)
        => Drops().Match(await RunAsync("pg_dump", endpoint, "--schema-only", "--clean")).Groups["drops"].Value;

    /// <summary>What the newest installed program of the name prints about a database or its server; where there is none, the test is skipped.</summary>
    public static async Task<string> RunAsync(string name, DatabaseEndpoint endpoint, params string[] options)
    {
        if (Program(name) is not { } program)
        {
            Assert.Skip($"{name} is not installed.");
            throw new UnreachableException();
        }

        var start = new ProcessStartInfo(program, options) { RedirectStandardOutput = true };
        start.Environment["PGHOST"] = endpoint.Host;
        start.Environment["PGPORT"] = endpoint.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = endpoint.Username;
        start.Environment["PGPASSWORD"] = endpoint.Password;
        start.Environment["PGDATABASE"] = endpoint.Database;
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    private static string Describe(Match entry)
    {
        var body = OwnerStatement().Replace(Reconnection().Replace(entry.Groups["body"].Value, ""), "").Trim('\n');
        // A kind that has no owner has a hyphen for one, a comment on it nothing.
        var owner = entry.Groups["owner"].Value is "-" ? "" : entry.Groups["owner"].Value;
        return $"{entry.Groups["type"]} | {entry.Groups["schema"]} | {entry.Groups["name"]} | {owner}\n{body}";
    }

    private static string? Program(string name) => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin", name)).FirstOrDefault(File.Exists)
        : null;

    [GeneratedRegex(
        @"^--\n-- (Data for )?Name: (?<name>[^\n]*); Type: (?<type>[^\n;]*); Schema: (?<schema>[^\n]*); Owner: (?<owner>[^\n]*?)(?:; Tablespace: [^\n]*)?\n--\n\n(?<body>.*?)\n\n(?=--\n-- (Name|PostgreSQL database dump complete|Data for)|SET default_)",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^SET row_security = off;\n\n(?<drops>.*?)--\n-- Name:", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Drops();

    [GeneratedRegex(@"^\\(unrestrict|connect) .*", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Reconnection();

    // A quoted name may go over several lines.
    [GeneratedRegex(@"^ALTER [A-Z ]+ (?:[^""\n]|""[^""]*"")*? OWNER TO (?:[^""\n]|""[^""]*"")*;\n?", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnerStatement();
}
