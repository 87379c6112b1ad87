using System.Management.Automation;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Commands;

/// <summary>Compares the rows of two databases, and says which differ.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MigrationIntegrity", DefaultParameterSetName = FromSource)]
[OutputType(typeof(TableIntegrity), typeof(RowDifference), typeof(MigrationIntegrity), typeof(bool), typeof(string))]
public sealed class TestMigrationIntegrityCommand : TwoEndedCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationSchema { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    public IntegrityLevel Level { get; set; } = IntegrityLevel.Checksum;

    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int SampleSize { get; set; } = 1000;

    [Parameter]
    public long Seed { get; set; }

    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int MaxDifference { get; set; } = 100;

    [Parameter]
    public SwitchParameter AsRepairScript { get; set; }

    [Parameter]
    [ValidateRange(0, 1000)]
    public int Recheck { get; set; }

    [Parameter]
    public TimeSpan RecheckDelay { get; set; } = TimeSpan.FromSeconds(5);

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 2;

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = new RowComparisonRequest
        {
            Source = Source.With(SourceCredential),
            Destination = Destination.With(DestinationCredential),
            Selection = Selection,
            DestinationSchema = DestinationSchema,
            IdentifierCase = IdentifierCase,
            Level = Level,
            SampleSize = SampleSize,
            Seed = Seed,
            MaxDifferences = Quiet && !AsRepairScript ? 0 : MaxDifference,
            WithRepair = AsRepairScript,
            Rechecks = Recheck,
            RecheckDelay = RecheckDelay,
            ThrottleLimit = ThrottleLimit,
        };
        var tally = new IntegrityTally(request);
        await foreach (var table in RowComparison.RunAsync(request, output.Observer, cancellationToken))
        {
            tally.Add(table);
            if (Quiet || AsRepairScript) continue;
            await output.WriteObjectAsync(table);
            foreach (var difference in table.Differences) await output.WriteObjectAsync(difference);
        }

        if (AsRepairScript) foreach (var line in RepairScript.Of(tally.Tables)) await output.WriteObjectAsync(line);
        else await output.WriteObjectAsync(Quiet ? tally.Verdict.IsMatch : tally.Verdict);
    }
}
