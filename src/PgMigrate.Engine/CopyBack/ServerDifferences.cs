using PgMigrate.Engine.Integrity;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Finds the rows of a table that differ between two servers, and spools the statements that mend the old one's.</summary>
/// <param name="spool">Where the statements are kept.</param>
/// <param name="table">The table.</param>
/// <param name="rows">Its rows at both ends.</param>
internal sealed class ServerDifferences(StatementSpool spool, ReturnedTable table, ServerPair rows)
{
    /// <summary>How many rows' values are in memory at once, and up to which length; a row with a longer one is read by itself.</summary>
    private const int RowsAtOnce = 50;
    private const int LongestAtOnce = 64 * 1024;

    /// <summary>Values can't be longer.</summary>
    private const int Whole = int.MaxValue;

    /// <summary>So many characters of statements go to the server at once.</summary>
    private const int SpooledAtOnce = 1024 * 1024;

    private readonly List<ReturnStatement> statements = [];
    private long length;

    public async Task SpoolAsync(CancellationToken cancellationToken)
    {
        var scheme = await rows.ChooseSchemeAsync(BucketScheme.ManyBits, cancellationToken).ConfigureAwait(false);
        var sums = await BucketSums.OfAsync(rows.Source, rows.Destination, scheme, RowScope.All, cancellationToken).ConfigureAwait(false);
        table.Expect(sums.SourceTotal);
        if (!sums.Different.Any()) return;
        await spool.ForgetAsync(table.Number, cancellationToken).ConfigureAwait(false);
        var search = new DifferenceSearch(rows.Source, rows.Destination, rows.Kinds, 0);
        await foreach (var found in search.AllAsync(scheme, sums, RowScope.All, cancellationToken).ConfigureAwait(false))
        {
            foreach (var some in found.Chunk(rows.Key.Count == 0 ? 20 * RowsAtOnce : RowsAtOnce)) await AddAsync(some, cancellationToken).ConfigureAwait(false);
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(RowMismatch[] found, CancellationToken cancellationToken)
    {
        var written = found.Where(row => row.Source is not null).Select(row => row.Source!).ToList();
        var left = await rows.Source.ReadAsync(written, LongestAtOnce, cancellationToken).ConfigureAwait(false);
        var right = await rows.Destination.ReadAsync([.. found.Where(row => row.Kind == RowDifferenceKind.Changed).Select(row => row.Destination!)], LongestAtOnce, cancellationToken).ConfigureAwait(false);
        foreach (var row in found)
        {
            table.Count(row);
            var source = row.Source is null ? null : left.GetValueOrDefault(row.Source);
            var destination = row.Destination is null ? null : right.GetValueOrDefault(row.Destination);
            if (source?.Any(value => value.IsShortened) == true) (source, destination) = await ReadWholeAsync(row.Source!, source!, destination, cancellationToken).ConfigureAwait(false);
            Add(row, source, destination);
            if (length > SpooledAtOnce) await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was the same while it was shortened is the same whole.</summary>
    private async Task<(IReadOnlyList<FieldText>? Source, IReadOnlyList<FieldText>? Destination)> ReadWholeAsync(
        RowDigest row, IReadOnlyList<FieldText> source, IReadOnlyList<FieldText>? destination, CancellationToken cancellationToken)
    {
        var whole = (await rows.Source.ReadAsync([row], Whole, cancellationToken).ConfigureAwait(false)).GetValueOrDefault(row);
        return (whole, destination?.Select((value, place) => whole is not null && value == source[place] ? whole[place] : value).ToList());
    }

    private void Add(RowMismatch row, IReadOnlyList<FieldText>? source, IReadOnlyList<FieldText>? destination)
    {
        var key = row.KeyValues(rows.Key);
        if (rows.Repair.Refusal(row, key, source, destination) is { } reason) throw CopyBackErrors.NotPossible(table.Name.ToString(), $"({row.Key?.Replace('\t', ',') ?? "no key"})", reason);
        switch (row.Kind)
        {
            case RowDifferenceKind.Extra when key.Count == 0:
                statements.Add(new(ReturnStep.Delete, null, row.Destination!.Hash, row.Destination.Count));
                break;
            case RowDifferenceKind.Changed:
                Add(ReturnStep.Update, row, key, source, destination);
                if (!table.IsReplaceable) break;
                Add(ReturnStep.Remove, row with { Source = null }, key, null, destination);
                Add(ReturnStep.PutBack, row with { Destination = null }, key, source, null);
                break;
            default:
                Add(row.Kind == RowDifferenceKind.Extra ? ReturnStep.Delete : ReturnStep.Insert, row, key, source, destination);
                break;
        }
    }

    private void Add(ReturnStep step, RowMismatch row, IReadOnlyDictionary<string, string?> key, IReadOnlyList<FieldText>? source, IReadOnlyList<FieldText>? destination)
    {
        var sql = rows.Repair.Of(row, key, source, destination);
        statements.Add(new(step, sql));
        length += sql.Length;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (statements.Count == 0) return;
        await spool.AddAsync(table.Number, statements, cancellationToken).ConfigureAwait(false);
        statements.Clear();
        length = 0;
    }
}
