using System.Collections.Concurrent;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Readiness;

/// <summary>Pieces of the largest tables, for several streams to take; where they are used up, the first ones come again.</summary>
internal sealed class SampleChunks
{
    /// <summary>Small enough that even a slow line brings one within a second or two.</summary>
    private const long ChunkBytes = 2 * 1024 * 1024;

    /// <summary>The same for a file, whose sizes are not known.</summary>
    private const long ChunkRows = 20_000;

    private const int Tables = 6;
    private const int PerTable = 24;

    private readonly IReadOnlyList<(TocEntry Entry, ChunkBounds Chunk)> all;
    private int next;

    private SampleChunks(IReadOnlyList<(TocEntry Entry, ChunkBounds Chunk)> all) => this.all = all;

    /// <summary>What was read of each table, for its rows' average size.</summary>
    public ConcurrentDictionary<string, (long Bytes, long Rows)> Read { get; } = new();

    public int Count => all.Count;

    public static async Task<SampleChunks> PlanAsync(IMigrationSource source, IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var chunks = new List<(TocEntry, ChunkBounds)>();
        foreach (var entry in entries.Where(entry => entry.HasRows).OrderByDescending(entry => entry.DataBytes).Take(Tables))
        {
            if (source.DescribeRows(entry, null).Columns.Count == 0) continue;
            var cut = await source.PlanChunksAsync(entry, new(ChunkBytes, entry.CatalogOid == 0 ? ChunkRows : null), cancellationToken).ConfigureAwait(false);
            // Over the whole table, because its rows may have changed in size over the years.
            var step = Math.Max(1, cut.Count / PerTable);
            chunks.AddRange(cut.Where((_, place) => place % step == 0).Take(PerTable).Select(chunk => (entry, chunk)));
        }

        return new(chunks);
    }

    public (TocEntry Entry, ChunkBounds Chunk) Take() => all[(Interlocked.Increment(ref next) - 1) % all.Count];

    public void Note(TocEntry entry, long bytes, long rows) => Read.AddOrUpdate(entry.Key, (bytes, rows), (_, known) => (known.Bytes + bytes, known.Rows + rows));
}
