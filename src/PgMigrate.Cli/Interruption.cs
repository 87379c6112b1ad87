using System.Runtime.InteropServices;

namespace PgMigrate.Cli;

/// <summary>
/// Turns Ctrl+C and a request to terminate into cancellation, so that the process ends when its cleanup has. The second Ctrl+C ends it at
/// once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() => registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
            signal => PosixSignalRegistration.Create(signal, Handle)),
    ];

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (source.IsCancellationRequested && signal.Signal == PosixSignal.SIGINT) return;
        signal.Cancel = true;
        _ = source.CancelAsync();
    }
}
