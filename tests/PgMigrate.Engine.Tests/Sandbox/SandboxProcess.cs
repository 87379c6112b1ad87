using System.Diagnostics;

namespace PgMigrate.Engine.Tests.Sandbox;

/// <summary>A server's process as the operating system sees it.</summary>
internal static class SandboxProcess
{
    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && !IsZombie(processId);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Ended, but not yet waited for by its parent: in a container whose first process does not, for ever.</summary>
    private static bool IsZombie(int processId)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
