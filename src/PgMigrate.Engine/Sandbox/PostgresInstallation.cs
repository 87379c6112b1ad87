using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Sandbox;

/// <summary>A folder with the programs that make and run a server.</summary>
internal sealed partial record PostgresInstallation(string Folder, Version Version)
{
    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string Initdb => Program(Folder, "initdb");

    public string PgCtl => Program(Folder, "pg_ctl");

    /// <summary>The installation in the folder, or null where one of its programs is missing or does not run here.</summary>
    public static async Task<PostgresInstallation?> ProbeAsync(string folder, ServerAccount account, CancellationToken cancellationToken)
    {
        if (!Array.TrueForAll(Programs, name => File.Exists(Program(folder, name)))) return null;
        try
        {
            var command = account.Command(Program(folder, "postgres"), "--version");
            var result = await ProgramRunner.RunAsync(command, Path.GetPathRoot(folder)!, cancellationToken).ConfigureAwait(false);
            return VersionPattern().Match(result.Output) is { Success: true } match
                ? new PostgresInstallation(folder, VersionOf(match))
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Program(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    private static Version VersionOf(Match match)
        => new(Number(match.Groups[1]), Number(match.Groups[2]));

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "postgres (PostgreSQL) 19beta1".
    [GeneratedRegex(@"\(PostgreSQL\) (\d+)(?:\.(\d+))?", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
