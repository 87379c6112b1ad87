using PgMigrate.Engine.Reports;

namespace PgMigrate.Engine.Runbook;

/// <summary>How much is to be migrated, as far as it is known without reading rows.</summary>
/// <param name="Tables">The tables; a partitioned one counts once.</param>
/// <param name="Rows">Their rows, estimated; null where one was never analyzed.</param>
/// <param name="Bytes">Their size on disk.</param>
/// <param name="Migrations">The SQL migrations that are to be run; null where others or none make the tables.</param>
/// <param name="Places">What becomes of each place that is switched.</param>
internal sealed record RunbookFigures(int Tables, long? Rows, long Bytes, int? Migrations, IReadOnlyList<DatabaseUrlSwitch> Places)
{
    public string Words => string.Join(", ", new[] { ReportText.Of(Tables, "table"), Rows is { } rows ? "about " + ReportText.Of(rows, "row") : null, ByteSize.Format(Bytes) }.OfType<string>());
}
