using System.Diagnostics;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// A shell that waits on a pipe whose other end only this process holds. The kernel closes the pipe when the process ends,
/// even by SIGKILL; the shell then stops the server and deletes the folder.
/// </summary>
internal sealed class UnixOwnerWatch : OwnerWatch
{
    // Ctrl+C in a terminal reaches the whole process group: the watch must outlive it to do its work.
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT HUP TERM
        cd /
        folder=$1
        record=$2
        shift 2
        while read -r _; do :; done
        tries=0
        while [ -d "$folder" ] && [ $tries -lt 50 ]; do
            "$@" </dev/null
            rm -rf "$folder" || sleep 0.2
            tries=$((tries + 1))
        done
        [ -d "$folder" ] || rm -f "$record"
        """;

    private readonly Process shell;

    public UnixOwnerWatch(SandboxRecord record, string recordFile, ServerAccount account)
    {
        var stop = account.Command(record.PgCtl, "stop", "-D", SandboxFolder.DataOf(record.Folder), "-m", "immediate", "-t", "10");
        string[] detached = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        shell = ProgramRunner.Start(
            [.. detached, "/bin/sh", "-c", Script, "pgmigrate-sandbox-watch", record.Folder, recordFile, .. stop], "/");
    }

    public override async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync().ConfigureAwait(false);
        shell.Dispose();
    }
}
