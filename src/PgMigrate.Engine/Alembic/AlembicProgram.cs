using System.ComponentModel;
using System.Diagnostics;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Alembic;

/// <summary>The project's own Alembic, with the database's URL in its environment.</summary>
internal sealed class AlembicProgram
{
    private static readonly string[] VirtualEnvironments = [".venv", "venv", "env"];

    private readonly string path;
    private readonly string folder;
    private readonly IReadOnlyList<string> arguments;
    private readonly string variable;
    private readonly DatabaseUrlText url;
    private readonly SecretMask mask;
    private readonly IMigrationObserver observer;

    private AlembicProgram(
        string path, string folder, IReadOnlyList<string> arguments, string variable, DatabaseUrlText url, string? password, IMigrationObserver observer)
    {
        (this.path, this.folder, this.arguments, this.variable, this.url, this.observer) = (path, folder, arguments, variable, url, observer);
        mask = new(password);
    }

    /// <exception cref="MigrationException">AlembicMissing.</exception>
    public static AlembicProgram Find(
        string? given, string folder, IReadOnlyList<string> arguments, string variable, DatabaseUrlText url, string? password, IMigrationObserver observer)
    {
        var path = given ?? Candidates(folder).FirstOrDefault(File.Exists) ?? throw AlembicErrors.Missing(folder);
        return new(path, folder, arguments, variable, url, password, observer);
    }

    /// <summary>The name of its sessions on the server.</summary>
    public string SessionName { get; } = AlembicSessions.NewName();

    /// <summary>Runs a command of Alembic's to its end, every line of it told as it comes. A cancelled program is killed.</summary>
    /// <exception cref="MigrationException">AlembicMissing: it cannot be started.</exception>
    public async Task<AlembicRun> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput, cancellationToken);
        var error = ReadAsync(process.StandardError, cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public override string ToString() => path;

    private static IEnumerable<string> Candidates(string folder)
    {
        var (bin, name) = OperatingSystem.IsWindows() ? ("Scripts", "alembic.exe") : ("bin", "alembic");
        var active = Environment.GetEnvironmentVariable("VIRTUAL_ENV") is { Length: > 0 } environment ? new[] { environment } : [];
        return VirtualEnvironments.Select(one => Path.Combine(folder, one)).Concat(active).Select(one => Path.Combine(one, bin, name))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(one => Path.Combine(one, name)));
    }

    private Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(path)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments.Concat(command)) start.ArgumentList.Add(argument);
        start.Environment[variable] = url.Text;
        start.Environment["PGAPPNAME"] = SessionName;
        // Lines come when they are written, in one encoding everywhere.
        start.Environment["PYTHONUNBUFFERED"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        (start.StandardOutputEncoding, start.StandardErrorEncoding) = (System.Text.Encoding.UTF8, System.Text.Encoding.UTF8);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw AlembicErrors.NotStarted(path, failure);
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            var shown = mask.Hide(line);
            lines.Add(shown);
            if (shown.Length > 0) observer.Verbose($"alembic: {shown}");
        }

        return lines;
    }
}
