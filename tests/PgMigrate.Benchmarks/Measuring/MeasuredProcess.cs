using System.Diagnostics;

namespace PgMigrate.Benchmarks.Measuring;

/// <summary>Runs one program to its end and measures the whole of it. One at a time: its processor time is what all children have used meanwhile.</summary>
internal static class MeasuredProcess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="BenchmarkException">The program ended with another exit code than 0.</exception>
    public static async Task<Measurement> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var processorBefore = ChildProcessorTime.Read();
        var startedAt = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var memory = new PeakMemory(process);
            var exit = process.WaitForExitAsync(cancellationToken);
            while (!exit.IsCompleted)
            {
                memory.Sample();
                await Task.WhenAny(exit, Task.Delay(PollInterval, cancellationToken));
            }

            await exit;
            var elapsed = Stopwatch.GetElapsedTime(startedAt);
            if (process.ExitCode != 0) throw new BenchmarkException($"{start.FileName} ended with {process.ExitCode}: {await error}{await output}");
            return new(elapsed, ChildProcessorTime.Read() - processorBefore, memory.Peak);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
