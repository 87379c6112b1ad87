using System.Text;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>The pg_dump and pg_dumpall that are installed: what they say of a database's schema, entry by entry, and of roles.</summary>
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

    /// <summary>What the installed program of the name prints about a database or its server; where none is new enough, the test is skipped.</summary>
    public static async Task<string> RunAsync(string name, DatabaseEndpoint endpoint, params string[] options)
    {
        var (code, output, error) = await (await InstalledProgram.FindForAsync(name, endpoint)).RunAsync(endpoint, options);
        Assert.True(code == 0, error);
        return Encoding.UTF8.GetString(output);
    }

    private static string Describe(Match entry)
    {
        var body = OwnerStatement().Replace(Reconnection().Replace(entry.Groups["body"].Value, ""), "").Trim('\n');
        // A kind that has no owner has a hyphen for one, a comment on it nothing.
        var owner = entry.Groups["owner"].Value is "-" ? "" : entry.Groups["owner"].Value;
        return $"{entry.Groups["type"]} | {entry.Groups["schema"]} | {entry.Groups["name"]} | {owner}\n{body}";
    }

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
