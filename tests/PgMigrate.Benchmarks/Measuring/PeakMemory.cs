using System.Diagnostics;
using System.Globalization;

namespace PgMigrate.Benchmarks.Measuring;

/// <summary>The peak resident memory of a running program and its children. On Linux from /proc, where the kernel keeps the peak itself.</summary>
internal sealed class PeakMemory(Process process)
{
    private readonly Dictionary<int, long> peaks = [];

    /// <summary>The sum of the peaks in bytes; null where the system tells none.</summary>
    public long? Peak => peaks.Count > 0 ? peaks.Values.Sum() : null;

    public void Sample()
    {
        if (OperatingSystem.IsLinux()) SampleTree(process.Id);
        else SampleProcess();
    }

    private void SampleProcess()
    {
        process.Refresh();
        if (!process.HasExited && process.PeakWorkingSet64 > 0) peaks[process.Id] = process.PeakWorkingSet64;
    }

    private void SampleTree(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (line is not null) peaks[id] = long.Parse(line.AsSpan(6, line.Length - 8), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
            foreach (var child in File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                SampleTree(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }
    }
}
