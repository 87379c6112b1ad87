using System.CommandLine;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Cli.Commands;

/// <summary>How thoroughly to compare, and what to tell of what differs.</summary>
internal sealed class VerifyOptions
{
    private readonly Option<IntegrityLevel?> level = new("--level")
    {
        Description = "How thoroughly: count, sample, checksum (every row, the default) or full (each column's figures, too).",
        HelpName = "count|sample|checksum|full",
    };

    private readonly Option<IntegrityScope?> scope = new("--scope") { Description = "What to compare: all (what both ends have, the default), rows or schema.", HelpName = "all|rows|schema" };

    private readonly Option<string[]> excludeExtension = new("--exclude-extension") { Description = "An extension that was left out of the copy, with all that needs it (name or wildcard; may be repeated).", HelpName = "pattern" };

    private readonly Option<DatabaseProvider?> destinationHost = new("--destination-host") { Description = "Whose rules the destination follows, where that can't be found out.", HelpName = "host" };

    private readonly SchemaOptions schema = new();

    private readonly Option<string?> journal = new("--journal") { Description = "Keeps in this file what was found to be the same, so that an interrupted check goes on.", HelpName = "file" };

    private readonly Option<bool> resume = new("--resume") { Description = "Goes on with the check that the file says." };

    private readonly Option<int?> sampleSize = new("--sample-size") { Description = "How many rows of each table a sample has; 1000 unless said otherwise.", HelpName = "number" };

    private readonly Option<long> seed = new("--seed") { Description = "Chooses a sample's rows: the same seed, the same rows.", HelpName = "number" };

    private readonly Option<int?> maxDifference = new("--max-difference") { Description = "How many rows that differ are told, a table; 100 unless said otherwise.", HelpName = "number" };

    private readonly Option<int?> recheck = new("--recheck") { Description = "How often to look again at what differed before it is told.", HelpName = "number" };

    private readonly Option<int> recheckDelay = new("--recheck-delay") { Description = "How many seconds to wait before looking again.", HelpName = "seconds", DefaultValueFactory = _ => 5 };

    public VerifyOptions()
    {
        level.AcceptNames();
        scope.AcceptNames();
        destinationHost.AcceptNames();
        sampleSize.AcceptPositive();
        maxDifference.AcceptPositive();
        recheck.AcceptPositive();
        recheckDelay.AcceptSeconds();
    }

    public Option<string?> RepairScript { get; } = new("--repair-script")
    {
        Description = "Writes statements to this file that would make the destination like the source. Nothing runs them.",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        command.Add(level);
        command.Add(scope);
        command.Add(excludeExtension);
        command.Add(destinationHost);
        schema.AddTo(command);
        command.Add(journal);
        command.Add(resume);
        command.Add(sampleSize);
        command.Add(seed);
        command.Add(maxDifference);
        command.Add(recheck);
        command.Add(recheckDelay);
        command.Add(RepairScript);
    }

    /// <summary>The request with what was said.</summary>
    public IntegrityRequest Apply(IntegrityRequest request, ParseResult parsed) => request with
    {
        Scope = parsed.GetValue(scope),
        ExcludeExtensions = parsed.GetValue(excludeExtension) ?? [],
        DestinationHost = parsed.GetValue(destinationHost),
        Schema = schema.Read(parsed, request.Rows.Selection),
        JournalPath = parsed.GetValue(journal),
        Resume = parsed.GetValue(resume),
        Rows = request.Rows with
        {
            Level = parsed.GetValue(level) ?? request.Rows.Level,
            SampleSize = parsed.GetValue(sampleSize) ?? request.Rows.SampleSize,
            Seed = parsed.GetValue(seed),
            MaxDifferences = parsed.GetValue(maxDifference) ?? request.Rows.MaxDifferences,
            WithRepair = parsed.GetValue(RepairScript) is not null,
            Rechecks = parsed.GetValue(recheck) ?? 0,
            RecheckDelay = TimeSpan.FromSeconds(parsed.GetValue(recheckDelay)),
        },
    };
}
