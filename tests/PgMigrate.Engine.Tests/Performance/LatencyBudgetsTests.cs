using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Performance;
using Xunit;

namespace PgMigrate.Engine.Tests.Performance;

/// <summary>What is said of a budget that was not kept.</summary>
public sealed class LatencyBudgetsTests
{
    private static readonly DatabaseEndpoint Database = EndpointParser.Parse("postgresql://db.example.com/shop");

    [Theory]
    [InlineData(0.001, 1.5, "'q' takes 1.5 times as long at the destination as at the source; the budget is 0.001.")]
    [InlineData(0.000001, 0.004, "'q' takes 0.004 times as long at the destination as at the source; the budget is 0.000001.")]
    [InlineData(1.2, 1.201, "'q' takes 1.201 times as long at the destination as at the source; the budget is 1.2.")]
    public void A_ratio_and_its_budget_are_told_with_all_their_digits(double budget, double ratio, string expected)
    {
        var judged = new LatencyBudgets(new() { Source = Database, Destination = Database, MaxRatio = budget })
            .Judge(Latency(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100) * ratio));

        Assert.Equal(expected, Assert.Single(judged.Breaches).What);
    }

    [Theory]
    [InlineData(10, "95 of 100 runs of 'q' keep 100.001 ms; the budget is 0.001 ms.")]
    [InlineData(1_000_000, "95 of 100 runs of 'q' keep 100.001 ms; the budget is 100 ms.")]
    public void A_time_and_its_budget_are_told_with_all_their_digits(long ticks, string expected)
    {
        var judged = new LatencyBudgets(new() { Source = Database, P95Budget = TimeSpan.FromTicks(ticks) })
            .Judge(Latency(TimeSpan.FromTicks(1_000_010), null));

        Assert.Equal(expected, Assert.Single(judged.Breaches).What);
    }

    private static QueryLatency Latency(TimeSpan source, TimeSpan? destination) => new()
    {
        Name = "q",
        Sql = "SELECT 1",
        Source = new() { P50 = source, P95 = source, P99 = source },
        Destination = destination is null ? null : new() { P50 = destination, P95 = destination, P99 = destination },
    };
}
