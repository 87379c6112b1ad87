using PgMigrate.Engine.Integrity;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Finds the rows of a table that differ between a SQLite file and the new database, and notes which go and which come.</summary>
internal sealed class FileDifferences(ReturnedTable table, FileTable file, IComparedPair rows)
{
    private long number;

    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        var scheme = await rows.ChooseSchemeAsync(BucketScheme.ManyBits, cancellationToken).ConfigureAwait(false);
        var sums = await BucketSums.OfAsync(rows.Source, rows.Destination, scheme, RowScope.All, cancellationToken).ConfigureAwait(false);
        // The file is the source of this comparison, because what its columns' values mean is found out from that end.
        table.Expect(sums.DestinationTotal);
        if (!sums.Different.Any()) return;
        file.Prepare();
        using var coming = new ComingRows(table, file);
        var search = new DifferenceSearch(rows.Source, rows.Destination, rows.Kinds, 0);
        await foreach (var found in search.AllAsync(scheme, sums, RowScope.All, cancellationToken).ConfigureAwait(false))
        {
            await NoteAsync([.. found.Select(row => new RowMismatch(row.Destination, row.Source))], coming, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task NoteAsync(IReadOnlyList<RowMismatch> found, ComingRows coming, CancellationToken cancellationToken)
    {
        var (going, wanted) = (new Dictionary<RowHash, WantedRow>(), new Dictionary<RowHash, WantedRow>());
        foreach (var row in found)
        {
            table.Count(row);
            number++;
            if (row.Destination is { } old) going.Add(old.Hash, new(row, number, old.Count));
            if (row.Source is { } young) wanted.Add(young.Hash, new(row, number, young.Count));
        }

        file.Find(going, cancellationToken);
        Require(going);
        if (wanted.Count == 0) return;
        await ((StreamedRows)rows.Destination).VisitAsync(wanted.Keys.ToHashSet(), (hash, row) => coming.Add(wanted[hash], row), cancellationToken).ConfigureAwait(false);
        Require(wanted);
    }

    private void Require(Dictionary<RowHash, WantedRow> wanted)
    {
        if (wanted.Values.Any(one => one.Rest > 0)) throw CopyBackErrors.NotProven(table.Name.ToString(), "rows that were found to differ are not there any more");
    }
}
