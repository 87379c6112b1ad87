using System.ComponentModel;
using System.Globalization;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// The account that the server runs as: this process's own, or an unprivileged one where this process is root, whom PostgreSQL refuses.
/// </summary>
internal sealed record ServerAccount
{
    private static readonly string[] Unprivileged = ["postgres", "nobody"];

    private ServerAccount(string? name, IReadOnlyList<string> prefix) => (Name, Prefix) = (name, prefix);

    /// <summary>The account's name; null for this process's own.</summary>
    public string? Name { get; }

    /// <summary>The words before a command that make it run as this account.</summary>
    public IReadOnlyList<string> Prefix { get; }

    public IReadOnlyList<string> Command(params string[] command) => [.. Prefix, .. command];

    public static async Task<ServerAccount> ChooseAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new ServerAccount(null, []);

        foreach (var name in Unprivileged)
        {
            if (await IdAsync("-u", name, cancellationToken).ConfigureAwait(false) is not { } user) continue;
            if (await IdAsync("-g", name, cancellationToken).ConfigureAwait(false) is not { } group) continue;
            foreach (var prefix in Prefixes(name, user, group))
            {
                if (await OutputAsync([.. prefix, "id", "-u"], cancellationToken).ConfigureAwait(false) == user)
                {
                    return new ServerAccount(name, prefix);
                }
            }
        }

        throw new MigrationException("UnprivilegedAccountMissing", MigrationErrorCategory.PermissionDenied,
            "PostgreSQL does not run as root, and no unprivileged account (postgres, nobody) could be used instead.")
        {
            Remedy = "Run PgMigrate as an ordinary user, or install setpriv, runuser or su.",
        };
    }

    /// <summary>Makes the account the owner of a file or of a folder with all that is in it.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is not null) await ChangeAsync(["chown", "-R", Name, path], path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the account read a folder with all that is in it, whatever this process's umask.</summary>
    public async Task LetReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is not null) await ChangeAsync(["chmod", "-R", "a+rX", path], path, cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeAsync(string[] command, string path, CancellationToken cancellationToken)
    {
        var result = await ProgramRunner.RunAsync(command, "/", cancellationToken).ConfigureAwait(false);
        if (result.Succeeded) return;
        throw new MigrationException("SandboxFolderUnusable", MigrationErrorCategory.PermissionDenied,
            $"The folder cannot be opened to {Name}, which the server runs as: {result.LastLine}.")
        {
            Subject = path,
            Remedy = "Choose a folder on a file system that keeps owners and modes.",
        };
    }

    /// <summary>The ways to become another user, the one with the fewest side effects first.</summary>
    private static IEnumerable<IReadOnlyList<string>> Prefixes(string name, string user, string group) =>
    [
        ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--"],
        ["runuser", "-u", name, "--"],
        ["su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name],
        ["sudo", "-n", "-u", name, "--"],
    ];

    private static async Task<string?> IdAsync(string option, string name, CancellationToken cancellationToken)
        => await OutputAsync(["id", option, name], cancellationToken).ConfigureAwait(false) is { } text
            && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0 ? text : null;

    /// <summary>What the command wrote, or null where it failed or does not exist.</summary>
    private static async Task<string?> OutputAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ProgramRunner.RunAsync(command, "/", cancellationToken).ConfigureAwait(false);
            return result.Succeeded ? result.Output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
