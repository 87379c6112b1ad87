using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Loads rows in batches under savepoints and sets aside those that the destination refuses: found by the line that COPY names,
/// or by halving where it names none. A row is set aside only after it was refused alone.
/// </summary>
internal sealed partial class RejectingLoader(
    NpgsqlConnection connection, TablePlan plan, string target, string? merge, Action<RejectedRow> reject)
{
    private const int BatchRows = 10_000;
    private const int BatchBytes = 4 * 1024 * 1024;

    private readonly List<ReadOnlyMemory<byte>> batch = [];

    /// <summary>The number of each row of the batch within its chunk.</summary>
    private readonly List<long> numbers = [];

    /// <summary>Rows that refer to rows of the same table which may come in a later batch.</summary>
    private readonly List<(ReadOnlyMemory<byte> Row, long Number)> postponed = [];
    private long rowNumber;
    private bool isLastTry;
    private CopyCount count;

    /// <summary>Loads every row that the destination takes; returns what it took.</summary>
    public async Task<CopyCount> LoadAsync(IRowStream rows, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        using var reader = new CopyRowReader(rows, plan.Rows.Format);
        var bytes = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            batch.Add(reader.Current.ToArray());
            numbers.Add(++rowNumber);
            bytes += reader.Current.Length;
            if (batch.Count < BatchRows && bytes < BatchBytes) continue;
            await FlushAsync(moved, cancellationToken).ConfigureAwait(false);
            bytes = 0;
        }

        await FlushAsync(moved, cancellationToken).ConfigureAwait(false);
        await LoadPostponedAsync(moved, cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>Tries the postponed rows as long as some of them find what they refer to; those that never do are set aside.</summary>
    private async Task LoadPostponedAsync(Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        for (var before = int.MaxValue; postponed.Count > 0;)
        {
            isLastTry = postponed.Count == before;
            before = postponed.Count;
            foreach (var (row, number) in postponed)
            {
                batch.Add(row);
                numbers.Add(number);
            }

            postponed.Clear();
            await FlushAsync(moved, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FlushAsync(Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        await LoadRangeAsync(0, batch.Count, cancellationToken).ConfigureAwait(false);
        batch.Clear();
        numbers.Clear();
        moved(count);
    }

    private async Task LoadRangeAsync(int from, int upto, CancellationToken cancellationToken)
    {
        while (from < upto)
        {
            var failure = await TryLoadAsync(from, upto, cancellationToken).ConfigureAwait(false);
            if (failure is null) return;
            if (upto - from == 1)
            {
                if (plan.RefersToItself && !isLastTry && failure.SqlState == PostgresErrorCodes.ForeignKeyViolation)
                {
                    postponed.Add((batch[from], numbers[from]));
                }
                else reject(Describe(from, failure));
                return;
            }

            var suspect = Suspect(failure, from, upto);
            if (suspect is null)
            {
                var middle = from + ((upto - from) / 2);
                await LoadRangeAsync(from, middle, cancellationToken).ConfigureAwait(false);
                from = middle;
                continue;
            }

            await LoadRangeAsync(from, suspect.Value, cancellationToken).ConfigureAwait(false);
            await LoadRangeAsync(suspect.Value, suspect.Value + 1, cancellationToken).ConfigureAwait(false);
            from = suspect.Value + 1;
        }
    }

    /// <summary>Loads the rows; returns the server's error, rolled back, where it refuses one.</summary>
    private async Task<PostgresException?> TryLoadAsync(int from, int upto, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SAVEPOINT pgmigrate_batch", cancellationToken).ConfigureAwait(false);
        try
        {
            var bytes = await SendAsync(from, upto, cancellationToken).ConfigureAwait(false);
            if (merge is not null) await connection.ExecuteAsync($"{merge}; TRUNCATE {target}", cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync("RELEASE SAVEPOINT pgmigrate_batch", cancellationToken).ConfigureAwait(false);
            count += new CopyCount(upto - from, bytes);
            return null;
        }
        catch (PostgresException error) when (CopyErrors.IsRowFailure(error))
        {
            // Released, too: it would stay open under the next one, and the server has room for so many.
            await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT pgmigrate_batch; RELEASE SAVEPOINT pgmigrate_batch", cancellationToken)
                .ConfigureAwait(false);
            return error;
        }
    }

    private async Task<long> SendAsync(int from, int upto, CancellationToken cancellationToken)
    {
        var isBinary = plan.Rows.Format == RowFormat.Binary;
        var bytes = 0L;
        var writer = await CopyStreams
            .OpenWriteAsync(connection, target, plan.ColumnNames, plan.Rows.Format, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            if (isBinary) await writer.WriteAsync(CopyBinaryWriter.Header, cancellationToken).ConfigureAwait(false);
            for (var row = from; row < upto; row++)
            {
                await writer.WriteAsync(batch[row], cancellationToken).ConfigureAwait(false);
                bytes += batch[row].Length;
            }

            if (isBinary) await writer.WriteAsync(CopyBinaryWriter.Trailer, cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    /// <summary>The row that COPY's context names, as an index into the batch; null where it names none.</summary>
    private static int? Suspect(PostgresException failure, int from, int upto)
    {
        if (failure.Where is null || CopyLine().Match(failure.Where) is not { Success: true } match) return null;
        var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
        var index = from + line - 1;
        return line >= 1 && index < upto ? index : null;
    }

    private RejectedRow Describe(int index, PostgresException failure) => new()
    {
        Table = plan.Destination.ToString(),
        Row = string.Create(CultureInfo.InvariantCulture, $"row {numbers[index]} of its chunk"),
        Column = failure.ColumnName ?? ColumnInContext(failure),
        Reason = failure.MessageText + (failure.Detail is null ? "" : " " + failure.Detail),
        SqlState = failure.SqlState,
        Data = plan.Rows.Format == RowFormat.Text
            ? Encoding.UTF8.GetString(batch[index].Span).TrimEnd('\n')
            : BinaryTuple(batch[index].Span),
    };

    private static string? ColumnInContext(PostgresException failure)
        => failure.Where is not null && CopyLine().Match(failure.Where) is { Success: true } match && match.Groups["column"].Success
            ? match.Groups["column"].Value
            : null;

    /// <summary>The fields in COPY's text form: numbers and text as such, all else as bytes in hexadecimal.</summary>
    private string BinaryTuple(ReadOnlySpan<byte> tuple)
    {
        var text = new StringBuilder();
        var position = sizeof(short);
        foreach (var column in plan.Rows.Columns)
        {
            if (position > sizeof(short)) text.Append('\t');
            var length = BinaryPrimitives.ReadInt32BigEndian(tuple[position..]);
            position += sizeof(int);
            if (length < 0)
            {
                text.Append("\\N");
                continue;
            }

            text.Append(BinaryField.ToText(column.Type, tuple.Slice(position, length)));
            position += length;
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^COPY .*?, line (?<line>\d+)(?:, column (?<column>[^:]+))?", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CopyLine();
}
