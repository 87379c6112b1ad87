using System.Management.Automation;
using PgMigrate.Engine.Performance;

namespace PgMigrate.Commands;

/// <summary>Measures how long connections and queries take at one or two ends, against budgets.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "DatabaseLatency", DefaultParameterSetName = FromSource)]
[OutputType(typeof(ConnectionLatency), typeof(QueryLatency), typeof(LatencyReport), typeof(bool))]
public sealed class MeasureDatabaseLatencyCommand : TwoEndedCmdlet
{
    /// <summary>None where the source is measured alone.</summary>
    [Parameter(Position = 1)]
    [Alias("Right", "Target")]
    [EndpointTransformation]
    public override DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter]
    [LatencyQueryTransformation]
    public LatencyQuery[] Query { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; } = 200;

    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Warmup { get; set; } = 10;

    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ConnectionCount { get; set; } = 10;

    [Parameter]
    [DurationTransformation]
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(1);

    [Parameter]
    [DurationTransformation]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    [Parameter]
    [DurationTransformation]
    public TimeSpan? P95Budget { get; set; }

    [Parameter]
    [DurationTransformation]
    public TimeSpan? P99Budget { get; set; }

    [Parameter]
    [DurationTransformation]
    public TimeSpan ConnectionBudget { get; set; } = TimeSpan.FromSeconds(2);

    [Parameter]
    [ValidateRange(0.001, 1_000_000)]
    public double? MaxRatio { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        await using var test = new LatencyTest(Request, output.Observer);
        foreach (var connection in await test.MeasureConnectionsAsync(cancellationToken))
        {
            if (!Quiet) await output.WriteObjectAsync(connection);
        }

        await foreach (var query in test.MeasureQueriesAsync(cancellationToken))
        {
            if (!Quiet) await output.WriteObjectAsync(query);
        }

        await output.WriteObjectAsync(Quiet ? test.Report.IsWithinBudget : test.Report);
    }

    private LatencyRequest Request => new()
    {
        Source = Source.With(SourceCredential),
        Destination = Destination?.With(DestinationCredential),
        Queries = Query,
        Selection = Selection,
        Count = Count,
        Warmup = Warmup,
        ConnectionCount = ConnectionCount,
        Duration = Duration,
        StatementTimeout = StatementTimeout,
        ThrottleLimit = ThrottleLimit,
        P95Budget = P95Budget,
        P99Budget = P99Budget,
        ConnectionBudget = ConnectionBudget,
        MaxRatio = MaxRatio,
    };
}
