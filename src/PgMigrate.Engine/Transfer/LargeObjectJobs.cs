using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Brings the bytes of large objects, many of them in one transaction with its checkpoint, several transactions at a time.</summary>
internal sealed class LargeObjectJobs(IMigrationSource source, Destination destination, RunLedger ledger)
{
    /// <summary>Each large object takes a place in the server's lock table until its transaction ends.</summary>
    private const int ObjectsPerTransaction = 500;

    /// <summary>What is sent in one round trip.</summary>
    private const int BytesPerBatch = 1024 * 1024;

    private const string Put = "SELECT pg_catalog.lo_put($1, $2, $3)";

    /// <summary>The parts of the work, as the journal knows them or will.</summary>
    /// <param name="entry">The entry that stands for the bytes.</param>
    /// <param name="oids">The large objects.</param>
    /// <param name="cancellationToken">Stops the journal's writing.</param>
    public async Task<IReadOnlyList<Checkpoint>> PlanAsync(TocEntry entry, IReadOnlyList<uint> oids, CancellationToken cancellationToken)
    {
        var known = ledger.ChunksOf(entry);
        if (known.Count > 0) return known;
        var parts = oids.Order().Chunk(ObjectsPerTransaction).Select((some, index) => new Checkpoint
        {
            Entry = entry.Key,
            Chunk = new() { Number = index + 1, Kind = ChunkKind.KeyRange, From = some[0], Upto = (long)some[^1] + 1 },
        }).ToList();
        await destination.Journal.PlanAsync(ledger.RunId, parts, cancellationToken).ConfigureAwait(false);
        return parts;
    }

    /// <summary>Brings the bytes of one part.</summary>
    /// <param name="part">The part, as it was planned.</param>
    /// <param name="oids">The large objects of the entry; between the part's bounds there may be others' besides.</param>
    /// <param name="cancellationToken">Cancels what is running and takes it back.</param>
    public Task CopyAsync(Checkpoint part, IReadOnlyList<uint> oids, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            IReadOnlyList<uint> own = [.. oids.Where(oid => oid >= part.Chunk.From && oid < part.Chunk.Upto)];
            try
            {
                var transaction = await destination.BeginTransactionAsync(connection, cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var bytes = await WriteAsync(connection, own, cancellationToken).ConfigureAwait(false);
                    IReadOnlyList<Checkpoint> done = [part with { Status = CheckpointStatus.Done, Bytes = bytes }];
                    await destination.Journal.RecordAsync(connection, ledger.RunId, done, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    await destination.Journal.ConfirmAsync(ledger.RunId, done, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw CopyErrors.Translate(error, Describe(own));
            }
        },
        cancellationToken);

    private async Task<long> WriteAsync(NpgsqlConnection connection, IReadOnlyList<uint> oids, CancellationToken cancellationToken)
    {
        var (total, waiting) = (0L, 0);
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            await foreach (var part in source.ReadLargeObjectsAsync(oids, cancellationToken).ConfigureAwait(false))
            {
                if (part.Bytes.IsEmpty) continue;
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Put)
                {
                    Parameters = { new() { Value = part.Oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid }, new() { Value = part.Offset }, new() { Value = part.Bytes } },
                });
                waiting += part.Bytes.Length;
                total += part.Bytes.Length;
                if (waiting < BytesPerBatch) continue;
                await SendAsync().ConfigureAwait(false);
            }

            await SendAsync().ConfigureAwait(false);
            return total;
        }

        async Task SendAsync()
        {
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            batch.BatchCommands.Clear();
            waiting = 0;
        }
    }

    /// <summary>What errors call the bytes of large objects, of which there is one at least.</summary>
    public static string Describe(IReadOnlyList<uint> oids)
        => string.Create(CultureInfo.InvariantCulture, $"{TocDesc.LargeObjectBytes} {oids.Min()} to {oids.Max()}");

    /// <summary>The large objects that an entry's bytes are those of.</summary>
    public static IReadOnlyList<uint> Of(TocEntry entry, IReadOnlyDictionary<int, TocEntry> entries) =>
    [
        .. entry.Dependencies.Where(entries.ContainsKey).Select(id => entries[id])
            .Where(one => one.Desc is TocDesc.LargeObjects or TocDesc.LargeObject).SelectMany(LargeObjectGroup.OidsOf),
    ];
}
