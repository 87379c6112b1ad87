using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>How long it will take, by what is measured.</summary>
public sealed class MeasurementTests(TestServers servers)
{
    private const string Orders = """
        CREATE TABLE customers (id int PRIMARY KEY, name text);
        CREATE TABLE orders (id bigint PRIMARY KEY, customer int REFERENCES customers, note text, at timestamptz);
        INSERT INTO customers SELECT n, 'Customer ' || n FROM generate_series(1, 1000) n;
        INSERT INTO orders SELECT n, n % 1000 + 1, repeat(md5(n::text), 3), now() FROM generate_series(1, 200000) n;
        CREATE INDEX ON orders (at); ANALYZE;
        """;

    [Fact]
    public async Task Says_what_was_measured_and_how_long_the_copy_takes_by_that()
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(), Destination = await servers.CreateDatabaseAsync(), ThrottleLimit = 2 };
        await Sql.ExecuteAsync(request.Source, Orders);

        var (_, verdict) = await ReadinessRun.RunAsync(request);

        var estimate = Assert.IsType<MigrationEstimate>(verdict.Estimate);
        Assert.Equal((2, 201_000L), (estimate.Connections, verdict.Rows));
        Assert.True(estimate is { ReadRate: > 0, CopyRate: > 0, IndexRate: > 0, SampleRows: > 0, SampleBytes: > 0 }, estimate.ToString());
        Assert.True(estimate.RowsDuration > TimeSpan.Zero && estimate.IndexDuration > TimeSpan.Zero && estimate.ForeignKeyDuration > TimeSpan.Zero);
        Assert.True(estimate.Duration > estimate.RowsDuration + estimate.IndexDuration && estimate.LongestDuration > estimate.Duration);
        Assert.True(verdict is { Bytes: > 20_000_000, IndexBytes: > 4_000_000, Tables: 2 }, verdict.ToString());
        // Nothing of the sample is left, and the rows of it are as many as were copied at the measured rate.
        Assert.Equal(0L, await Sql.ScalarAsync<long>(request.Destination!, "SELECT count(*) FROM pg_class WHERE relname LIKE 'pgmigrate%'"));
        var copied = await Cloning.RunAsync(new DatabaseCopyRequest { Source = request.Source, Destination = request.Destination!, ThrottleLimit = 2 });
        var bytes = estimate.RowsDuration.TotalSeconds * estimate.CopyRate!.Value;
        Assert.InRange(bytes, copied.Bytes / 2.0, copied.Bytes * 2.0);
    }

    [Fact]
    public async Task Measures_nothing_where_that_is_not_wanted_and_reading_alone_where_there_is_nowhere_to_write()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, Orders);

        Assert.Null((await ReadinessRun.RunAsync(new() { Source = source, SkipMeasurement = true })).Verdict.EstimatedDuration);
        var alone = (await ReadinessRun.RunAsync(new() { Source = source })).Verdict;
        Assert.True(alone is { Destination: null, Estimate: { CopyRate: null, IndexRate: null, ReadRate: > 0, Duration.Ticks: > 0 } }, alone.Estimate?.Basis);
        Assert.Contains("writing was not measured", alone.Estimate!.Basis, StringComparison.Ordinal);

        var destination = await servers.CreateDatabaseAsync();
        var owner = await Copying.CreateRoleAsync(destination);
        await Sql.ExecuteAsync(destination, $"REVOKE TEMPORARY ON DATABASE {destination.Database} FROM PUBLIC; GRANT CREATE ON DATABASE {destination.Database} TO {owner.Username}");
        var observer = new RecordingObserver();
        var closed = (await ReadinessRun.RunAsync(new() { Source = source, Destination = owner }, observer)).Verdict;
        Assert.Null(closed.Estimate!.CopyRate);
        Assert.Contains(observer.VerboseMessages, message => message.Contains("Only reading was measured", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Types_that_the_destination_does_not_have_are_measured_as_text()
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(), Destination = await servers.CreateDatabaseAsync() };
        await Sql.ExecuteAsync(request.Source, "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE t (id int, m mood, ms mood[]); INSERT INTO t SELECT n, 'good', '{bad,good}' FROM generate_series(1, 1000) n; ANALYZE t");

        var (_, verdict) = await ReadinessRun.RunAsync(request);

        Assert.True(verdict.Estimate is { CopyRate: > 0, SampleRows: >= 2000 }, verdict.Estimate?.Basis);
    }

    [Fact]
    public async Task An_empty_database_takes_no_time_worth_an_estimate()
    {
        var (findings, verdict) = await ReadinessRun.RunAsync(new() { Source = await servers.CreateDatabaseAsync(), Destination = await servers.CreateDatabaseAsync() });

        Assert.Null(verdict.Estimate);
        Assert.Equal(ReadinessGrade.A, verdict.Grade);
        Assert.All(findings, finding => Assert.True(finding.Severity <= FindingSeverity.Information));
    }
}
