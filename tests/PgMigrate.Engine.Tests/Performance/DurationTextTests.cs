using PgMigrate.Engine.Performance;
using Xunit;

namespace PgMigrate.Engine.Tests.Performance;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("200ms", 200)]
    [InlineData("1.5 s", 1500)]
    [InlineData("2MIN", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("250us", 0.25)]
    [InlineData("00:00:02", 2000)]
    [InlineData("00:00:00.0500000", 50)]
    public void Reads_lengths_of_time_with_their_unit(string text, double milliseconds)
        => Assert.Equal(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)), DurationText.Parse(text));

    [Theory]
    [InlineData("200")]
    [InlineData("0ms")]
    [InlineData("-1s")]
    [InlineData("1e3ms")]
    [InlineData("2 days")]
    [InlineData("999999999h")]
    [InlineData("-00:00:01")]
    [InlineData("soon")]
    [InlineData("")]
    public void Takes_nothing_else_for_one(string text) => Assert.Null(DurationText.Parse(text));
}
