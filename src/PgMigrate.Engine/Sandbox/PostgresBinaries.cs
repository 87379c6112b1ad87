namespace PgMigrate.Engine.Sandbox;

/// <summary>Finds the programs of a PostgreSQL server: where told, where installed, else in a package of npm's.</summary>
internal static class PostgresBinaries
{
    /// <summary>The environment variable that names a folder to prefer.</summary>
    public const string Variable = "PGMIGRATE_PG_BIN";

    /// <summary>The version asked for, or else the newest at hand.</summary>
    public static async Task<PostgresInstallation> FindAsync(
        WantedVersion wanted, string? binaryPath, ServerAccount account, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (binaryPath is not null) return await InAsync(binaryPath, wanted, account, cancellationToken).ConfigureAwait(false);

        if (await PreferredAsync(wanted, account, cancellationToken).ConfigureAwait(false) is { } preferred) return preferred;
        if (await InstalledAsync(wanted, account, cancellationToken).ConfigureAwait(false) is { } installed) return installed;
        if (await EmbeddedPostgres.FindAsync(wanted, account, observer, cancellationToken).ConfigureAwait(false) is { } embedded)
        {
            return embedded;
        }
        throw new MigrationException("PostgresBinariesMissing", MigrationErrorCategory.ObjectNotFound,
            $"The programs of {wanted} (postgres, initdb, pg_ctl) are not on this machine, and npm could not fetch them.")
        {
            Subject = wanted.ToString(),
            Remedy = $"{InstallLine(wanted)}, or name their folder with -BinaryPath or {Variable}.",
        };
    }

    private static async Task<PostgresInstallation> InAsync(
        string folder, WantedVersion wanted, ServerAccount account, CancellationToken cancellationToken)
    {
        var installation = await PostgresInstallation.ProbeAsync(Path.GetFullPath(folder), account, cancellationToken).ConfigureAwait(false)
            ?? throw new MigrationException("PostgresBinariesMissing", MigrationErrorCategory.ObjectNotFound,
                "The folder does not hold postgres, initdb and pg_ctl in a form that runs here" + (account.Name is null ? "." : $" as {account.Name}."))
            {
                Subject = folder,
                Remedy = "Name the bin folder of a PostgreSQL server, such as /usr/lib/postgresql/16/bin.",
            };
        if (wanted.Allows(installation.Version)) return installation;
        throw new MigrationException("SandboxVersionMismatch", MigrationErrorCategory.InvalidArgument,
            $"The folder holds PostgreSQL {installation.Version}, not {wanted}.")
        {
            Subject = folder,
            Remedy = "Name another folder, or ask for the version that it holds.",
        };
    }

    private static async Task<PostgresInstallation?> PreferredAsync(
        WantedVersion wanted, ServerAccount account, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder) return null;
        var installation = await PostgresInstallation.ProbeAsync(
            Path.GetFullPath(folder), account, cancellationToken).ConfigureAwait(false);
        return installation is not null && wanted.Allows(installation.Version) ? installation : null;
    }

    private static async Task<PostgresInstallation?> InstalledAsync(
        WantedVersion wanted, ServerAccount account, CancellationToken cancellationToken)
    {
        PostgresInstallation? newest = null;
        foreach (var folder in UsualFolders.All())
        {
            if (await PostgresInstallation.ProbeAsync(folder, account, cancellationToken).ConfigureAwait(false) is not { } found) continue;
            if (wanted.Allows(found.Version) && (newest is null || found.Version > newest.Version)) newest = found;
        }

        return newest;
    }

    private static string InstallLine(WantedVersion wanted)
    {
        var major = wanted.Major is { } number ? $"{number}" : "";
        if (OperatingSystem.IsWindows()) return $"Run 'winget install PostgreSQL.PostgreSQL.{(major.Length > 0 ? major : "17")}'";
        if (OperatingSystem.IsMacOS()) return $"Run 'brew install postgresql@{(major.Length > 0 ? major : "17")}'";
        if (File.Exists("/usr/bin/apt-get")) return $"Run 'sudo apt-get install postgresql{(major.Length > 0 ? "-" + major : "")}'";
        if (File.Exists("/usr/bin/dnf")) return $"Run 'sudo dnf install postgresql{major}-server'";
        if (File.Exists("/sbin/apk")) return $"Run 'sudo apk add postgresql{(major.Length > 0 ? major : "17")}'";
        return "Install PostgreSQL's server with this system's package manager";
    }
}
