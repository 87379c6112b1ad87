using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>The base of the cmdlets that look at two databases and change neither.</summary>
public abstract class TwoEndedCmdlet : TableSelectionCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Left")]
    [EndpointTransformation]
    public DatabaseEndpoint Source { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Right", "Target")]
    [EndpointTransformation]
    public virtual DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }
}
