using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Reads large objects' bytes: small ones many at a time, large ones part by part.</summary>
internal static class LargeObjectReader
{
    private const int PartSize = 256 * 1024;

    public static async IAsyncEnumerable<LargeObjectPart> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<uint> oids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var unfinished = new List<uint>();
        await foreach (var part in ReadFirstPartsAsync(connection, oids, cancellationToken).ConfigureAwait(false))
        {
            // It is read from its beginning afterwards, so that its parts come together.
            if (part.Bytes.Length == PartSize) unfinished.Add(part.Oid);
            else yield return part;
        }

        foreach (var oid in unfinished)
        {
            for (long offset = 0; ; offset += PartSize)
            {
                var bytes = await ReadPartAsync(connection, oid, offset, cancellationToken).ConfigureAwait(false);
                if (bytes.Length > 0) yield return new(oid, offset, bytes);
                if (bytes.Length < PartSize) break;
            }
        }
    }

    private static async IAsyncEnumerable<LargeObjectPart> ReadFirstPartsAsync(
        NpgsqlConnection connection, IReadOnlyList<uint> oids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT m.oid, pg_catalog.lo_get(m.oid, 0, {PartSize}) FROM pg_catalog.pg_largeobject_metadata m
                WHERE m.oid = ANY ($1) ORDER BY m.oid
                """),
            connection)
        {
            Parameters = { new() { Value = oids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return new(reader.GetFieldValue<uint>(0), 0, reader.GetFieldValue<byte[]>(1));
            }
        }
    }

    private static async Task<byte[]> ReadPartAsync(NpgsqlConnection connection, uint oid, long offset, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.lo_get('{oid}', {offset}, {PartSize})"), connection);
        return (byte[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
