using System.Runtime.InteropServices;

namespace PgMigrate.Benchmarks.Measuring;

/// <summary>The processor time of all children of this process that have ended, with their own children (getrusage, RUSAGE_CHILDREN).</summary>
internal static class ChildProcessorTime
{
    private const int Children = -1;

    /// <summary>User and system time; null on systems without getrusage.</summary>
    public static TimeSpan? Read()
    {
        if (OperatingSystem.IsWindows() || GetUsage(Children, out var usage) != 0) return null;
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds)
            // macOS fills 32 bits of the microseconds only.
            + TimeSpan.FromMicroseconds((int)usage.UserMicroseconds + (int)usage.SystemMicroseconds);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetUsage(int who, out Usage usage);

    /// <summary>The head of struct rusage; the rest is room for the fields that are not read.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
