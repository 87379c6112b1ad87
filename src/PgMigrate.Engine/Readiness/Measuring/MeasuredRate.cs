namespace PgMigrate.Engine.Readiness;

/// <summary>What went through in what time.</summary>
/// <param name="Bytes">The bytes of COPY data.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Elapsed">The time from the first stream's beginning to the last one's end.</param>
/// <param name="Connections">The streams at the same time.</param>
internal sealed record MeasuredRate(long Bytes, long Rows, TimeSpan Elapsed, int Connections)
{
    public double BytesPerSecond => Bytes / Math.Max(Elapsed.TotalSeconds, 1e-6);
}
