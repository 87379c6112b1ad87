using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of everything that copies, and what they make of a request.</summary>
internal abstract class TransferOptions
{
    private readonly Option<string> journalPath = new("--journal-path")
    {
        Description = "Keep the journal in this file, where the destination's role may create no schema.",
        HelpName = "file",
    };

    private readonly Option<bool> removeJournal = new("--remove-journal") { Description = "Remove the journal when everything has arrived." };

    private readonly Option<bool> skipAnalyze = new("--skip-analyze") { Description = "Leave the planner's statistics to autovacuum." };

    private readonly Option<BadRowAction> onBadRow = new("--on-bad-row")
    {
        Description = "What to do with a row that the destination does not take: stop (the default) or reject.",
        HelpName = "stop|reject",
    };

    private readonly Option<string> rejectFolder = new("--reject-folder")
    {
        Description = "The folder for files of rejected rows.",
        HelpName = "folder",
    };

    private readonly Option<bool> inferTypes = new("--infer-types")
    {
        Description = "Let a SQLite column whose values are all UUIDs or all JSON become uuid or jsonb.",
    };

    private readonly Option<int> reconnectTimeout = new("--reconnect-timeout")
    {
        Description = "How long to try to reach an end again that was lost in mid-run; 0 for not at all.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 60,
    };

    private readonly Option<int> lockTimeout = new("--lock-timeout")
    {
        Description = "How long to wait for a table of the source that another session holds, or waits to alter.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Continue the unfinished run that the destination's journal remembers.",
    };

    private readonly Option<bool> restart = new("--restart")
    {
        Description = "Forget what the journal remembers of this source, and start anew.",
    };

    /// <param name="source">What to copy from.</param>
    protected TransferOptions(EndpointArgument source)
    {
        Source = source;
        onBadRow.AcceptNames();
        reconnectTimeout.AcceptSeconds();
        lockTimeout.AcceptSeconds(least: 1);
    }

    public SharedOptions Shared { get; } = new();

    public ReportOption Report { get; } = new();

    protected EndpointArgument Source { get; }

    protected EndpointArgument Destination { get; } = new("destination", "The PostgreSQL database to copy to.");

    /// <summary>The options that only this kind of copy has.</summary>
    protected abstract IEnumerable<Option> Own { get; }

    /// <param name="command">Takes the options.</param>
    /// <param name="withResume">Whether the command says by its options, instead of its name, that it continues a run or starts anew.</param>
    public void AddTo(Command command, bool withResume = true)
    {
        command.Add(Source);
        command.Add(Destination);
        Shared.AddTo(command);
        Option[] options = [.. Own, onBadRow, rejectFolder, inferTypes, reconnectTimeout, lockTimeout, journalPath, removeJournal, skipAnalyze, Report];
        foreach (var option in options) command.Add(option);
        if (!withResume) return;
        command.Add(resume);
        command.Add(restart);
    }

    /// <summary>The request with what is the same for every kind of copy.</summary>
    /// <exception cref="MigrationException">ParametersConflict: options contradict each other.</exception>
    protected T Complete<T>(T request, ParseResult parsed)
        where T : TransferRequest
    {
        var complete = request with
        {
            Selection = Shared.ReadSelection(parsed),
            IdentifierCase = parsed.GetValue(Shared.IdentifierCase),
            JournalPath = parsed.GetValue(journalPath),
            RemoveJournal = parsed.GetValue(removeJournal),
            SkipAnalyze = parsed.GetValue(skipAnalyze),
            OnBadRow = parsed.GetValue(onBadRow),
            RejectFolder = parsed.GetValue(rejectFolder) ?? ".",
            InferTypes = parsed.GetValue(inferTypes),
            ReconnectTimeout = TimeSpan.FromSeconds(parsed.GetValue(reconnectTimeout)),
            LockTimeout = TimeSpan.FromSeconds(parsed.GetValue(lockTimeout)),
            Resume = parsed.GetValue(resume),
            Restart = parsed.GetValue(restart),
        };
        if (parsed.GetValue(Shared.Jobs) is { } jobs) complete = complete with { ThrottleLimit = jobs };
        complete.Validate();
        return complete;
    }
}
