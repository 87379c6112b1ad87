using System.Management.Automation;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Commands;

/// <summary>The base of the cmdlets about a project's SQL migrations: where the files are, and where the database is.</summary>
public abstract class MigrationCmdlet : AsyncCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter(Position = 1)]
    [EndpointTransformation]
    public DatabaseEndpoint? Database { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    private protected string Folder => this.Resolve(Path);

    /// <summary>The database that was named, or the one that the project's program connects to.</summary>
    private protected DatabaseEndpoint FindDatabase(PipelineWriter output)
        => (Database ?? DatabaseUrlSearch.Find(SessionState.Path.CurrentFileSystemLocation.ProviderPath, output.Observer)).With(Credential);
}
