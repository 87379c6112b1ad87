using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>The source's tables and what the destination has of them.</summary>
/// <param name="Pairs">Those that both have, the largest first.</param>
/// <param name="Unpaired">The records of those that the destination lacks, or a column of.</param>
internal sealed record TablePairing(IReadOnlyList<TablePair> Pairs, IReadOnlyList<TableIntegrity> Unpaired)
{
    /// <summary>Finds for each of the source's tables the destination's.</summary>
    /// <exception cref="MigrationException">TableNotFound: no table was chosen.</exception>
    public static async Task<TablePairing> OfAsync(
        RowComparisonRequest request, IMigrationSource source, IMigrationSource destination, bool areServers, CancellationToken cancellationToken)
    {
        var entries = await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        var others = (await destination.ReadEntriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(entry => entry.HasRows).ToDictionary(entry => new QualifiedName(entry.Namespace!, entry.Tag));
        var (pairs, unpaired) = (new List<TablePair>(), new List<TableIntegrity>());
        foreach (var entry in entries.Where(entry => entry.HasRows && !request.LeftTables.Contains(new(entry.Namespace!, entry.Tag))).OrderByDescending(entry => entry.DataBytes))
        {
            var rows = source.DescribeRows(entry, null);
            var name = new QualifiedName(request.DestinationSchema ?? rows.Schema, rows.Table);
            if (request.KnownTables.Contains(name)) continue;
            if (!others.TryGetValue(name, out var other))
            {
                unpaired.Add(IntegrityErrors.Record(name, request.Level, IntegrityErrors.Missing(name.ToString())));
                continue;
            }

            var otherRows = destination.DescribeRows(other, null);
            // Servers are asked for their columns by the catalog, which knows generated ones, too.
            if (!areServers)
            {
                if (MissingColumn(rows, otherRows) is { } missing)
                {
                    unpaired.Add(IntegrityErrors.Record(name, request.Level, IntegrityErrors.Missing($"{name}.{missing}")));
                    continue;
                }

                var columns = ColumnsOf(rows, otherRows);
                (rows, otherRows) = (source.DescribeRows(entry, columns), otherRows with { Columns = columns });
            }

            pairs.Add(new(pairs.Count + 1, new(source, entry, rows), new(destination, other, otherRows)));
        }

        return pairs.Count + unpaired.Count > 0 || request.LeftTables.Count > 0 || request.KnownTables.Count > 0 ? new(pairs, unpaired) : throw CopyErrors.NoTables(request.Source);
    }

    /// <summary>Rows on other servers were not copied, and are compared at neither end.</summary>
    public static void WarnOfForeignRows(IMigrationSource source, IMigrationSource destination, IMigrationObserver observer)
    {
        var atSource = source.Findings
            .Where(finding => finding.Kind is MigrationFindingKind.ForeignTable or MigrationFindingKind.ForeignPartition).ToList();
        var atDestination = destination.Findings.Where(finding => finding.Kind == MigrationFindingKind.ForeignPartition).Except(atSource);
        foreach (var finding in atSource) observer.Warning(finding.ToString());
        foreach (var finding in atDestination) observer.Warning($"At the destination: {finding}");
    }

    /// <summary>The first column that the destination lacks; what the source computes, it may do without.</summary>
    private static string? MissingColumn(RowSet rows, RowSet others)
        => rows.Columns.FirstOrDefault(column => !column.IsComputed && others.Columns.All(candidate => candidate.Name != column.Name))?.Name;

    private static List<RowColumn> ColumnsOf(RowSet rows, RowSet others)
        => [.. rows.Columns.Select(column => others.Columns.FirstOrDefault(candidate => candidate.Name == column.Name)).OfType<RowColumn>()];
}
