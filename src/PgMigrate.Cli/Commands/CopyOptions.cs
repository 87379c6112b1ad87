using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of a copy, and the request that they make.</summary>
internal sealed class CopyOptions
{
    public EndpointArgument Source { get; } = new("source", "The database to copy from.");

    public EndpointArgument Destination { get; } = new("destination", "The PostgreSQL database to copy to.");

    public SharedOptions Shared { get; } = new();

    public Option<CopyMode> Mode { get; } = new("--mode")
    {
        Description = "What becomes of rows that are there: empty (the default: there must be none), append, truncate or upsert.",
        HelpName = "empty|append|truncate|upsert",
    };

    public Option<bool> CreateTable { get; } = new("--create-table")
    {
        Description = "Create a SQLite source's tables, with keys, indexes and constraints.",
    };

    public Option<long?> BatchSize { get; } = new("--batch-size") { Description = "The most rows in one transaction.", HelpName = "rows" };

    public Option<bool> SkipAnalyze { get; } = new("--skip-analyze") { Description = "Leave the planner's statistics to autovacuum." };

    public Option<string> JournalPath { get; } = new("--journal-path")
    {
        Description = "Keep the journal in this file, where the destination's role may create no schema.",
        HelpName = "file",
    };

    public Option<bool> RemoveJournal { get; } = new("--remove-journal") { Description = "Remove the journal when every table has arrived." };

    public Option<BadRowAction> OnBadRow { get; } = new("--on-bad-row")
    {
        Description = "What to do with a row that the destination does not take: stop (the default) or reject.",
        HelpName = "stop|reject",
    };

    public Option<string> RejectFolder { get; } = new("--reject-folder")
    {
        Description = "The folder for files of rejected rows.",
        HelpName = "folder",
    };

    public Option<bool> InferTypes { get; } = new("--infer-types")
    {
        Description = "Let a SQLite column whose values are all UUIDs or all JSON become uuid or jsonb.",
    };

    public CopyOptions()
    {
        Mode.AcceptNames();
        OnBadRow.AcceptNames();
        BatchSize.AcceptPositive();
    }

    public void AddTo(Command command)
    {
        command.Add(Source);
        command.Add(Destination);
        Shared.AddTo(command);
        Option[] options = [Mode, CreateTable, BatchSize, OnBadRow, RejectFolder, InferTypes, JournalPath, RemoveJournal, SkipAnalyze];
        foreach (var option in options) command.Add(option);
    }

    public TableCopyRequest Read(ParseResult parsed)
    {
        var request = new TableCopyRequest
        {
            Source = Source.Read(parsed),
            Destination = Destination.Read(parsed),
            Selection = Shared.ReadSelection(parsed),
            DestinationSchema = parsed.GetValue(Shared.DestinationSchema),
            IdentifierCase = parsed.GetValue(Shared.IdentifierCase),
            Mode = parsed.GetValue(Mode),
            CreateTable = parsed.GetValue(CreateTable),
            BatchSize = parsed.GetValue(BatchSize),
            JournalPath = parsed.GetValue(JournalPath),
            RemoveJournal = parsed.GetValue(RemoveJournal),
            SkipAnalyze = parsed.GetValue(SkipAnalyze),
            OnBadRow = parsed.GetValue(OnBadRow),
            RejectFolder = parsed.GetValue(RejectFolder) ?? ".",
            InferTypes = parsed.GetValue(InferTypes),
        };
        return parsed.GetValue(Shared.Jobs) is { } jobs ? request with { ThrottleLimit = jobs } : request;
    }
}
