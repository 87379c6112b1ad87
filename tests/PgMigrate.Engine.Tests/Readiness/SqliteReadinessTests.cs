using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>A SQLite file's way to PostgreSQL.</summary>
public sealed class SqliteReadinessTests(TestServers servers)
{
    [Fact]
    public async Task Tells_what_PostgreSQL_has_not_and_which_values_it_does_not_take()
    {
        using var file = new SqliteTestFile(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, at TIMESTAMP)",
            "INSERT INTO t VALUES (1, 'one', '2024-01-01 10:00:00'), (2, 'nul' || char(0) || 'inside', NULL), (3, 'three' || char(0), NULL)",
            "CREATE TRIGGER touch AFTER INSERT ON t BEGIN UPDATE t SET name = 'x' WHERE id = NEW.id; END");
        var destination = await servers.CreateDatabaseAsync();

        var (findings, verdict) = await ReadinessRun.RunAsync(new() { Source = file.Endpoint, Destination = destination });

        var value = Assert.Single(findings, finding => finding.Check == "value_not_convertible");
        Assert.Equal((FindingSeverity.Error, "t.name"), (value.Severity, value.Object));
        Assert.StartsWith("2 rows of t can't be converted; the first is rowid 2", value.What, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding is { Check: "copy_trigger", Severity: FindingSeverity.Warning });
        Assert.Equal((ReadinessGrade.C, null, 1, 3L), (verdict.Grade, verdict.SourceVersion, verdict.Tables, verdict.Rows));
        Assert.True(verdict.Estimate is { Duration.Ticks: > 0 });
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));

        file.Execute("UPDATE t SET name = 'mended' WHERE id > 1");
        var (mended, better) = await ReadinessRun.RunAsync(new() { Source = file.Endpoint, Destination = destination });
        var result = await Cloning.RunAsync(new DatabaseCopyRequest { Source = file.Endpoint, Destination = destination });
        Assert.Equal(ReadinessGrade.B, better.Grade);
        Assert.Equal(
            result.Findings.Select(finding => finding.ToString()).Order(StringComparer.Ordinal),
            mended.Where(finding => finding.Check.StartsWith("copy_", StringComparison.Ordinal)).Select(finding => $"{finding.Object}: {finding.What} {finding.Remedy}").Order(StringComparer.Ordinal));
    }
}
