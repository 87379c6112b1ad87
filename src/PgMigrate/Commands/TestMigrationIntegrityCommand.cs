using System.Management.Automation;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Commands;

/// <summary>Compares two databases, row by row and object by object, and says what differs.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MigrationIntegrity", DefaultParameterSetName = FromSource)]
[OutputType(typeof(SchemaDifference), typeof(TableIntegrity), typeof(RowDifference), typeof(MigrationIntegrity), typeof(bool), typeof(string))]
public sealed class TestMigrationIntegrityCommand : SchemaComparisonCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationSchema { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    public IntegrityScope? Scope { get; set; }

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
    [SupportsWildcards]
    public string[] ExcludeExtension { get; set; } = [];

    [Parameter]
    public DatabaseProvider? DestinationHost { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    [Parameter]
    public SwitchParameter Resume { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 2;

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var test = new IntegrityTest(Request, output.Observer);
        await foreach (var record in test.RunAsync(cancellationToken))
        {
            if (!Quiet && !AsRepairScript) await WriteAsync(record, output);
        }

        if (AsRepairScript) foreach (var line in RepairScript.Of(test.Tables)) await output.WriteObjectAsync(line);
        else await output.WriteObjectAsync(Quiet ? test.Verdict.IsMatch : test.Verdict);
    }

    private static async Task WriteAsync(object record, PipelineWriter output)
    {
        await output.WriteObjectAsync(record);
        if (record is not TableIntegrity table) return;
        foreach (var difference in table.Differences) await output.WriteObjectAsync(difference);
        if (table.Error is not null) await output.WriteErrorAsync(table.Error, table);
    }

    private IntegrityRequest Request => new()
    {
        Scope = AsRepairScript ? IntegrityScope.Rows : Scope,
        ExcludeExtensions = ExcludeExtension,
        DestinationHost = DestinationHost,
        Schema = SchemaOptions,
        JournalPath = JournalPath is null ? null : this.Resolve(JournalPath),
        Resume = Resume,
        Rows = new()
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
        },
    };
}
