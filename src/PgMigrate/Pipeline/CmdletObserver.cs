namespace PgMigrate.Commands;

/// <summary>Hands what the engine says on to the pipeline: words in order, progress as the latest state only.</summary>
internal sealed class CmdletObserver(PipelineWriter output) : IMigrationObserver
{
    public void Progress(MigrationProgress progress) => output.Post(progress);

    public void Verbose(string message) => output.Post(cmdlet => cmdlet.WriteVerbose(message));

    public void Warning(string message) => output.Post(cmdlet => cmdlet.WriteWarning(message));
}
