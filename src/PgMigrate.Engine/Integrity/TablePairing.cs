using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>Finds for each of the source's tables the destination's.</summary>
internal static class TablePairing
{
    /// <summary>The pairs, the largest first.</summary>
    /// <exception cref="MigrationException">TableNotFound: no table was chosen. DestinationObjectNotFound: the destination lacks a table or column.</exception>
    public static async Task<IReadOnlyList<TablePair>> OfAsync(
        RowComparisonRequest request, IMigrationSource source, IMigrationSource destination, bool areServers, CancellationToken cancellationToken)
    {
        var entries = await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        var others = (await destination.ReadEntriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(entry => entry.HasRows).ToDictionary(entry => new QualifiedName(entry.Namespace!, entry.Tag));
        var pairs = new List<TablePair>();
        foreach (var entry in entries.Where(entry => entry.HasRows).OrderByDescending(entry => entry.DataBytes))
        {
            var rows = source.DescribeRows(entry, null);
            var name = new QualifiedName(request.DestinationSchema ?? rows.Schema, rows.Table);
            if (!others.TryGetValue(name, out var other)) throw IntegrityErrors.Missing(name.ToString());
            var otherRows = destination.DescribeRows(other, null);
            // Servers are asked for their columns by the catalog, which knows generated ones, too.
            if (!areServers)
            {
                var columns = ColumnsOf(rows, otherRows, name);
                (rows, otherRows) = (source.DescribeRows(entry, columns), otherRows with { Columns = columns });
            }

            pairs.Add(new(pairs.Count + 1, new(source, entry, rows), new(destination, other, otherRows)));
        }

        return pairs.Count > 0 ? pairs : throw CopyErrors.NoTables(request.Source);
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

    private static List<RowColumn> ColumnsOf(RowSet rows, RowSet others, QualifiedName name) =>
    [
        .. rows.Columns
            .Select(column => others.Columns.FirstOrDefault(candidate => candidate.Name == column.Name)
                ?? (column.IsComputed ? null : throw IntegrityErrors.Missing($"{name}.{column.Name}")))
            .OfType<RowColumn>(),
    ];
}
