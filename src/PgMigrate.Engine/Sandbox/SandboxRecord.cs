using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// What a later process needs to know to clear away a sandbox whose owner died. Kept in the user's cache and not in the
/// sandbox's folder: the folder is the server's, and what others can write must not decide what is stopped and deleted.
/// </summary>
internal sealed record SandboxRecord
{
    public required string Folder { get; init; }

    public required string PgCtl { get; init; }

    public required int OwnerProcessId { get; init; }

    public required DateTime OwnerStarted { get; init; }

    /// <summary>The machine whose process ids these are: a home folder may be shared by several.</summary>
    public required string Machine { get; init; }

    /// <summary>Whether the owner is gone for certain.</summary>
    public bool IsAbandoned => Machine == Environment.MachineName && !OwnerLives();

    public static SandboxRecord OfThisProcess(string folder, string pgCtl)
    {
        using var process = Process.GetCurrentProcess();
        return new SandboxRecord
        {
            Folder = folder,
            PgCtl = pgCtl,
            OwnerProcessId = process.Id,
            OwnerStarted = process.StartTime.ToUniversalTime(),
            Machine = Environment.MachineName,
        };
    }

    /// <summary>The file of the record of a sandbox in this folder.</summary>
    public static string FileOf(string folder)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder)));
        return Path.Combine(UserCache.Private("sandboxes"), hash[..16] + ".json");
    }

    public static async Task<SandboxRecord?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(
                await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false), SandboxJson.Default.SandboxRecord);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var file = FileOf(Folder);
        var text = JsonSerializer.Serialize(this, SandboxJson.Default.SandboxRecord);
        await File.WriteAllTextAsync(file + ".new", text, cancellationToken).ConfigureAwait(false);
        File.Move(file + ".new", file, overwrite: true);
        return file;
    }

    private bool OwnerLives()
    {
        try
        {
            using var process = Process.GetProcessById(OwnerProcessId);
            // A later process may have got the same id. Linux derives the start from the time since boot, which wavers by a fraction of
            // a second.
            return (process.StartTime.ToUniversalTime() - OwnerStarted).Duration() < TimeSpan.FromSeconds(5);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }
}
