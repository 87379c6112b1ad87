namespace PgMigrate.Engine.Integrity;

/// <summary>Gathers the records of a comparison for its verdict.</summary>
public sealed class IntegrityTally(RowComparisonRequest request)
{
    private readonly DateTimeOffset startedAt = DateTimeOffset.UtcNow;
    private readonly long started = System.Diagnostics.Stopwatch.GetTimestamp();
    private readonly List<TableIntegrity> tables = [];

    /// <summary>What was added so far.</summary>
    public IReadOnlyList<TableIntegrity> Tables => tables;

    public void Add(TableIntegrity table) => tables.Add(table);

    public MigrationIntegrity Verdict => new()
    {
        IsMatch = tables.TrueForAll(table => table.IsMatch),
        Level = request.Level,
        Source = request.Source.ToString(),
        Destination = request.Destination.ToString(),
        Tables = tables.Count,
        DifferentTables = tables.Count(table => !table.IsMatch),
        SourceRows = tables.Sum(table => table.SourceRows),
        DestinationRows = tables.Sum(table => table.DestinationRows),
        Differences = tables.Sum(table => table.Differences.Sum(difference => difference.Count)),
        HasMoreDifferences = tables.Exists(table => table.HasMoreDifferences),
        StartedAt = startedAt,
        Elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started),
    };
}
