using System.Management.Automation;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>The base of the cmdlets that bring something to a PostgreSQL database: to where, how, and what the journal is for.</summary>
public abstract class DestinationCmdlet : TableSelectionCmdlet
{
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int? ThrottleLimit { get; set; }

    [Parameter]
    public SwitchParameter Resume { get; set; }

    [Parameter]
    public SwitchParameter Restart { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    [Parameter]
    public SwitchParameter RemoveJournal { get; set; }

    [Parameter]
    public SwitchParameter SkipAnalyze { get; set; }

    [Parameter]
    public BadRowAction OnBadRow { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string RejectPath { get; set; } = ".";

    [Parameter]
    [ValidateRange(0, 86_400)]
    public int ReconnectTimeout { get; set; } = 60;

    /// <summary>The request with everything that is the same for all that these cmdlets bring.</summary>
    private protected TransferRequest Complete(TransferRequest request)
    {
        var complete = request with
        {
            Resume = Resume,
            Restart = Restart,
            JournalPath = JournalPath is null ? null : this.Resolve(JournalPath),
            RemoveJournal = RemoveJournal,
            SkipAnalyze = SkipAnalyze,
            OnBadRow = OnBadRow,
            RejectFolder = this.Resolve(RejectPath),
            ReconnectTimeout = TimeSpan.FromSeconds(ReconnectTimeout),
        };
        if (ThrottleLimit is { } limit) complete = complete with { ThrottleLimit = limit };
        // Before anybody is asked to confirm it.
        complete.Validate();
        return complete;
    }
}
