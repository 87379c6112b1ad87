using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Readiness;

/// <summary>Values of a SQLite file that no PostgreSQL column takes, such as text with a NUL: every value is converted as a copy does it.</summary>
internal sealed class ValueNotConvertible : ReadinessCheck
{
    public override string Name => "value_not_convertible";

    public override bool Concerns(ReadinessFacts facts) => facts.Request.Source.Kind == DatabaseKind.Sqlite && facts.Rows is not null;

    public override async Task<List<AssessmentFinding>> RunAsync(ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var findings = new List<AssessmentFinding>();
        foreach (var entry in facts.Entries.Where(entry => entry.HasRows))
        {
            var (count, first) = await FindAsync(facts.Rows!, entry, cancellationToken).ConfigureAwait(false);
            if (first is null) continue;
            findings.Add(Finding(
                FindingSeverity.Error, first.Column is null ? first.Table : $"{first.Table}.{first.Column}",
                FormattableString.Invariant($"{count:N0} rows of {first.Table} can't be converted; the first is {first.Row}: {first.Reason.TrimEnd('.')}."),
                "Correct the values in the file, or let -OnBadRow Reject set such rows aside.") with
            { Database = facts.Request.Source.ToString() });
        }

        return findings;
    }

    private static async Task<(long Count, RejectedRow? First)> FindAsync(IMigrationSource source, TocEntry entry, CancellationToken cancellationToken)
    {
        long count = 0;
        RejectedRow? first = null;
        var format = source.DescribeRows(entry, null).Format;
        var rows = await source.OpenRowsAsync(entry, ChunkBounds.Whole, new() { Format = format, Rejected = Note }, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            var buffer = new byte[256 * 1024];
            while (await rows.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
                // What it says of rows that it can't write is what counts.
            }
        }

        return (count, first);

        void Note(RejectedRow row)
        {
            count++;
            first ??= row;
        }
    }
}
