using System.Buffers;
using System.Diagnostics;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>
/// Finds out how fast rows leave the source and arrive at the destination, by moving some as a copy does, over as many connections: for some
/// seconds, or some megabytes. At the destination they go to temporary tables in transactions that are taken back.
/// </summary>
internal sealed class CopyMeasurement(DatabaseCopyRequest request, IMigrationSource source, SampleChunks chunks, IMigrationObserver observer)
{
    private const long ReadBytes = 24 * 1024 * 1024;
    private const long CopyBytes = 48 * 1024 * 1024;

    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan CopyTime = TimeSpan.FromSeconds(4);

    /// <summary>A stream that is slower than that is ended in its middle.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>What the source gives.</summary>
    public MeasuredRate? Reading { get; private set; }

    /// <summary>What arrives; null where the destination's role may make no temporary table.</summary>
    public MeasuredRate? Copying { get; private set; }

    /// <summary>What one connection indexes; null where it was not measured.</summary>
    public MeasuredRate? Indexing { get; private set; }

    /// <param name="destination">The way to the destination; null to measure reading alone.</param>
    /// <param name="cancellationToken">Stops the measuring; nothing remains of it.</param>
    public async Task RunAsync(PostgresConnector? destination, CancellationToken cancellationToken)
    {
        if (chunks.Count == 0) return;
        var streams = Math.Min(request.ThrottleLimit, chunks.Count);
        Reading = await MeasureAsync(streams, ReadBytes, ReadTime, ReadAsync, cancellationToken).ConfigureAwait(false);
        if (destination is null) return;
        try
        {
            Copying = await MeasureAsync(streams, CopyBytes, CopyTime, (budget, token) => CopyAsync(destination, budget, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or MigrationException)
        {
            observer.Verbose($"Only reading was measured, because the destination took no sample: {error.Message}");
        }
    }

    private static async Task<MeasuredRate> MeasureAsync(
        int streams, long bytes, TimeSpan time, Func<SampleBudget, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var budget = new SampleBudget(bytes, time);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => work(budget, limit.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What came until then is the measure.
        }

        return new(budget.Bytes, budget.Rows, budget.Elapsed, streams);
    }

    private async Task ReadAsync(SampleBudget budget, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        try
        {
            while (budget.TryBegin())
            {
                var (entry, chunk) = chunks.Take();
                var format = source.DescribeRows(entry, null).Format;
                var counter = new CopyRowCounter(format);
                var rows = await source.OpenRowsAsync(entry, chunk, new() { Format = format, Rejected = _ => { } }, cancellationToken).ConfigureAwait(false);
                await using (rows.ConfigureAwait(false))
                {
                    long bytes = 0;
                    while (await rows.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
                    {
                        var before = counter.Rows;
                        counter.Add(buffer.AsSpan(0, read));
                        budget.Add(read, counter.Rows - before);
                        bytes += read;
                    }

                    chunks.Note(entry, bytes, counter.Rows);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CopyAsync(PostgresConnector destination, SampleBudget budget, CancellationToken cancellationToken)
    {
        var connection = await destination.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await SessionSettings.ApplyForRestoringAsync(connection, cancellationToken).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var tables = new Dictionary<string, SampleTable>();
                var first = default((SampleTable Table, CopyCount Count)?);
                while (budget.TryBegin())
                {
                    var copied = await CopyChunkAsync(connection, tables, budget, cancellationToken).ConfigureAwait(false);
                    first ??= copied;
                }

                // After the rows, whose time it is no part of.
                if (first is { } one && budget.TakeFirst()) await IndexAsync(connection, one.Table, one.Count, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<(SampleTable Table, CopyCount Count)> CopyChunkAsync(NpgsqlConnection connection, Dictionary<string, SampleTable> tables, SampleBudget budget, CancellationToken cancellationToken)
    {
        var (entry, chunk) = chunks.Take();
        if (!tables.TryGetValue(entry.Key, out var table))
        {
            tables[entry.Key] = table = await SampleTable.CreateAsync(connection, source.DescribeRows(entry, null), tables.Count, cancellationToken).ConfigureAwait(false);
        }

        var rows = await source.OpenRowsAsync(entry, chunk, new() { Format = table.Format, Rejected = _ => { } }, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            var before = default(CopyCount);
            var writer = await CopyStreams.OpenWriteAsync(connection, table.Name, table.Columns, table.Format, cancellationToken).ConfigureAwait(false);
            var count = await ChunkLoader.PumpAsync(rows, writer, table.Format, Add, cancellationToken).ConfigureAwait(false);
            chunks.Note(entry, count.Bytes, count.Rows);
            return (table, count);

            void Add(CopyCount now)
            {
                budget.Add(now.Bytes - before.Bytes, now.Rows - before.Rows);
                before = now;
            }
        }
    }

    private async Task IndexAsync(NpgsqlConnection connection, SampleTable table, CopyCount count, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        if (count.Rows > 0 && await table.IndexAsync(connection, cancellationToken).ConfigureAwait(false)) Indexing = new(count.Bytes, count.Rows, Stopwatch.GetElapsedTime(began), 1);
    }
}
