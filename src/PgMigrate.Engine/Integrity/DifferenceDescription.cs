namespace PgMigrate.Engine.Integrity;

/// <summary>Says of rows that differ which they are and what of them differs.</summary>
internal sealed class DifferenceDescription(TablePair pair, IComparedPair rows, bool withRepair)
{
    /// <summary>A value longer than this is shortened where it is shown.</summary>
    private const int LongestShown = 1000;

    /// <summary>A value longer than this is in no script.</summary>
    private const int LongestInScript = 256 * 1024;

    /// <summary>How many rows' values are in memory at once.</summary>
    private const int RowsAtOnce = 50;

    public async Task<IReadOnlyList<RowDifference>> OfAsync(IReadOnlyList<RowMismatch> found, CancellationToken cancellationToken)
    {
        var described = new List<RowDifference>();
        foreach (var some in found.Chunk(RowsAtOnce)) described.AddRange(await DescribeAsync(some, cancellationToken).ConfigureAwait(false));
        return described;
    }

    private async Task<IEnumerable<RowDifference>> DescribeAsync(RowMismatch[] found, CancellationToken cancellationToken)
    {
        var longest = withRepair ? LongestInScript : LongestShown;
        var left = await rows.Source.ReadAsync([.. found.Where(IsReadAtSource).Select(row => row.Source!)], longest, cancellationToken).ConfigureAwait(false);
        var right = await rows.Destination.ReadAsync([.. found.Where(IsReadAtDestination).Select(row => row.Destination!)], longest, cancellationToken)
            .ConfigureAwait(false);
        return found.Select(row => Describe(row, Of(left, row.Source), Of(right, row.Destination))).ToList();

        static IReadOnlyList<FieldText>? Of(IReadOnlyDictionary<RowDigest, IReadOnlyList<FieldText>> values, RowDigest? row)
            => row is null ? null : values.GetValueOrDefault(row);
    }

    /// <summary>A row that is missing is written whole in a script; where there is no key, its values are what names it.</summary>
    private bool IsReadAtSource(RowMismatch row) => row.Source is not null && (row.Destination is not null || withRepair || row.Key is null);

    private bool IsReadAtDestination(RowMismatch row) => row.Destination is not null && (row.Source is not null || row.Key is null);

    private RowDifference Describe(RowMismatch row, IReadOnlyList<FieldText>? source, IReadOnlyList<FieldText>? destination)
    {
        var key = row.KeyValues(rows.Key);
        var places = Enumerable.Range(0, rows.Columns.Count).Where(place => row.Kind == RowDifferenceKind.Changed
            ? source is not null && destination is not null && source[place] != destination[place]
            : key.Count == 0);
        return new()
        {
            Schema = pair.Destination.Rows.Schema,
            Table = pair.Destination.Rows.Table,
            Kind = row.Kind,
            Key = key,
            Values = [.. places.Select(place => Difference(rows.Columns[place], source?[place], destination?[place]))],
            Count = (row.Source ?? row.Destination)!.Count,
            Repair = withRepair ? rows.Repair?.Of(row, key, source, destination) : null,
        };
    }

    private static ValueDifference Difference(string column, FieldText? source, FieldText? destination)
    {
        var (left, right) = (Shown(source), Shown(destination));
        return new() { Column = column, Source = left.Text, Destination = right.Text, IsShortened = left.IsShortened || right.IsShortened };
    }

    /// <summary>What was read whole for a script is shown as other values are.</summary>
    private static FieldText Shown(FieldText? field)
    {
        const int Beginning = 200;
        if (field is not { Text: { Length: > LongestShown } text, IsShortened: false }) return field ?? default;
        return new(FormattableString.Invariant($"{text[..Beginning]}… ({System.Text.Encoding.UTF8.GetByteCount(text):N0} bytes)"), "whole elsewhere");
    }
}
