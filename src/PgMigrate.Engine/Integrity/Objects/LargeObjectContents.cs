using System.Globalization;
using System.Runtime.CompilerServices;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>Whether the large objects that both ends have hold the same bytes: the servers compute their hashes, part by part.</summary>
internal static class LargeObjectContents
{
    private const int PartSize = 1024 * 1024;
    private const int BatchSize = 500;

    /// <summary>INV_READ of lo_open (PostgreSQL, libpq-fs.h).</summary>
    private const int ForReading = 0x40000;

    /// <summary>The large objects whose bytes differ, by OID.</summary>
    public static async IAsyncEnumerable<SchemaDifference> CompareAsync(
        CatalogSession source, CatalogSession destination, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var there = (await LargeObjectsQuery.ReadAsync(destination, cancellationToken).ConfigureAwait(false)).Select(one => one.Address.Oid).ToHashSet();
        var common = (await LargeObjectsQuery.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Select(one => one.Address.Oid).Where(there.Contains);
        foreach (var batch in common.Chunk(BatchSize))
        {
            var both = await Task.WhenAll(ReadAsync(source, batch, cancellationToken), ReadAsync(destination, batch, cancellationToken)).ConfigureAwait(false);
            foreach (var oid in batch)
            {
                var (left, right) = (both[0].GetValueOrDefault(oid), both[1].GetValueOrDefault(oid));
                if (left == right) continue;
                yield return new()
                {
                    Status = SchemaDifferenceStatus.Different,
                    Kind = "LargeObject",
                    Name = oid.ToString(CultureInfo.InvariantCulture),
                    Property = "Content",
                    Left = left,
                    Right = right,
                };
            }
        }
    }

    /// <summary>Size and hash of each.</summary>
    private static async Task<Dictionary<uint, string>> ReadAsync(CatalogSession session, uint[] oids, CancellationToken cancellationToken)
    {
        // OFFSET 0 keeps the planner from opening one twice.
        var rows = await session.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
            SELECT l.oid, l.size, pg_catalog.lo_close(l.fd),
                (SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.string_agg(pg_catalog.sha256(pg_catalog.lo_get(l.oid, part * {PartSize}, {PartSize})), ''::bytea ORDER BY part)), 'hex')
                 FROM pg_catalog.generate_series(0::bigint, (l.size - 1) / {PartSize}) part)
            FROM (SELECT o.oid, o.fd, pg_catalog.lo_lseek64(o.fd, 0, 2) AS size
                  FROM (SELECT m.oid, pg_catalog.lo_open(m.oid, {ForReading}) AS fd FROM pg_catalog.pg_largeobject_metadata m
                        WHERE m.oid IN ({string.Join(", ", oids)}) OFFSET 0) o OFFSET 0) l
            """),
            row => (Oid: row.GetFieldValue<uint>(0), Size: row.GetInt64(1), Hash: row.GetString(3)), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Oid, row => string.Create(CultureInfo.InvariantCulture, $"{row.Size} bytes, sha256:{row.Hash}"));
    }
}
