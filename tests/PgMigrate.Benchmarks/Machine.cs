using System.Runtime.InteropServices;

namespace PgMigrate.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine
{
    public int Cores { get; init; } = Environment.ProcessorCount;

    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public string System { get; init; } = SystemName();

    public string Runtime { get; init; } = RuntimeInformation.FrameworkDescription;

    public string? Server { get; init; }

    public override string ToString()
        => FormattableString.Invariant($"{Cores} cores, {MemoryBytes / 1e9:0} GB, {System}, {Runtime}") + (Server is null ? "" : $", {Server}");

    /// <summary>The distribution's own name where it tells one.</summary>
    private static string SystemName()
    {
        const string Release = "/etc/os-release";
        var line = File.Exists(Release) ? File.ReadLines(Release).FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.OSDescription : line["PRETTY_NAME=".Length..].Trim('"');
    }
}
