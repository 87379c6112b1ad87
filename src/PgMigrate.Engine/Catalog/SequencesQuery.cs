using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads all sequences, and where each of them stands.</summary>
internal static class SequencesQuery
{
    /// <summary>How many sequences one statement reads before PostgreSQL 18: each takes a place in the server's lock table.</summary>
    private const int BatchSize = 500;

    /// <summary>The sequences by schema and name.</summary>
    public static Task<List<PgSequence>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
        => ReadAsync(session, withPositions: true, cancellationToken);

    /// <summary>The same, with or without where each stands: before PostgreSQL 18 that takes longer than all else.</summary>
    public static Task<List<PgSequence>> ReadAsync(CatalogSession session, bool withPositions, CancellationToken cancellationToken)
        => ReadAsync(session, UserRelations.Condition, withPositions, cancellationToken);

    /// <summary>The sequences of extensions that hold a user's numbers, by schema and name.</summary>
    public static Task<List<PgSequence>> ReadConfigurationAsync(CatalogSession session, CancellationToken cancellationToken)
        => ReadAsync(session, "c.oid IN (SELECT pg_catalog.unnest(x.extconfig) FROM pg_catalog.pg_extension x)", withPositions: true, cancellationToken);

    private static async Task<List<PgSequence>> ReadAsync(CatalogSession session, string condition, bool withPositions, CancellationToken cancellationToken)
    {
        const string Unknown = "NULL::bigint, false";
        var position = withPositions ? session.Since(18, newer: "d.last_value, coalesce(d.is_called, false)", older: Unknown) : Unknown;
        var positionSource = withPositions ? session.Since(18, newer: "LEFT JOIN LATERAL pg_catalog.pg_get_sequence_data(c.oid) d ON true", older: "") : "";
        var sequences = await session.QueryAsync($"""
            SELECT c.oid, n.nspname::text, c.relname::text, oc.oid, onsp.nspname::text, oc.relname::text, oa.attname::text,
                   coalesce(owned.deptype = 'i', false), pg_catalog.format_type(s.seqtypid, NULL),
                   s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
                   {position}, pg_catalog.has_sequence_privilege(c.oid, 'SELECT'),
                   pg_catalog.pg_get_userbyid(c.relowner)::text, c.relpersistence = 'u'
            FROM pg_catalog.pg_sequence s
            JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_depend owned
                   ON owned.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owned.objid = c.oid AND owned.objsubid = 0
                  AND owned.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owned.refobjsubid > 0
                  AND owned.deptype IN ('a', 'i')
            LEFT JOIN pg_catalog.pg_class oc ON oc.oid = owned.refobjid
            LEFT JOIN pg_catalog.pg_namespace onsp ON onsp.oid = oc.relnamespace
            LEFT JOIN pg_catalog.pg_attribute oa ON oa.attrelid = owned.refobjid AND oa.attnum = owned.refobjsubid
            {positionSource}
            WHERE {condition}
            ORDER BY n.nspname, c.relname
            """, Read, cancellationToken).ConfigureAwait(false);
        var read = !withPositions || session.ServerVersion >= 180000
            ? sequences.ConvertAll(row => row.Sequence)
            : await WithPositionsAsync(session, sequences, cancellationToken).ConfigureAwait(false);
        var uses = await SequenceUsesQuery.ReadAsync(session, read, cancellationToken).ConfigureAwait(false);
        return read.ConvertAll(sequence => sequence with { Uses = [.. uses[sequence.Oid]] });
    }

    /// <summary>Before PostgreSQL 18 only the sequence itself, read as a table, tells last_value and is_called apart.</summary>
    private static async Task<List<PgSequence>> WithPositionsAsync(
        CatalogSession session, List<(PgSequence Sequence, bool IsReadable)> sequences, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<uint, (long LastValue, bool IsCalled)>();
        foreach (var batch in sequences.Where(row => row.IsReadable).Chunk(BatchSize))
        {
            var sql = string.Join(" UNION ALL ", batch.Select(row =>
                $"SELECT {row.Sequence.Oid}::oid, last_value, is_called FROM {row.Sequence.QualifiedName.Sql}"));
            var rows = await session.QueryAsync(
                sql, row => (row.GetFieldValue<uint>(0), row.GetInt64(1), row.GetBoolean(2)), cancellationToken).ConfigureAwait(false);
            foreach (var (oid, lastValue, isCalled) in rows) positions.Add(oid, (lastValue, isCalled));
        }

        return sequences.ConvertAll(row => positions.TryGetValue(row.Sequence.Oid, out var position)
            ? row.Sequence with { LastValue = position.LastValue, IsCalled = position.IsCalled }
            : row.Sequence);
    }

    private static (PgSequence Sequence, bool IsReadable) Read(NpgsqlDataReader row)
    {
        var isOwned = !row.IsDBNull(3);
        return (new()
        {
            Address = new(SystemCatalog.Relation, row.GetFieldValue<uint>(0)),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            OwnerTableOid = isOwned ? row.GetFieldValue<uint>(3) : null,
            OwnerTable = isOwned ? new QualifiedName(row.GetString(4), row.GetString(5)) : null,
            OwnerColumn = isOwned ? row.GetString(6) : null,
            IsIdentity = row.GetBoolean(7),
            DataType = row.GetString(8),
            Start = row.GetInt64(9),
            Increment = row.GetInt64(10),
            MinValue = row.GetInt64(11),
            MaxValue = row.GetInt64(12),
            Cache = row.GetInt64(13),
            IsCycling = row.GetBoolean(14),
            LastValue = row.IsDBNull(15) ? null : row.GetInt64(15),
            IsCalled = row.GetBoolean(16),
            Owner = row.GetString(18),
            Persistence = row.GetBoolean(19) ? TablePersistence.Unlogged : TablePersistence.Permanent,
        }, row.GetBoolean(17));
    }
}
