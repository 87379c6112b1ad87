namespace PgMigrate.Engine.Catalog;

/// <summary>
/// Reads pg_catalog of PostgreSQL 12 to 18 into the model, one query per kind of object.
/// Read within one REPEATABLE READ transaction, the kinds fit together.
/// </summary>
internal sealed class CatalogReader(CatalogSession session)
{
    public async Task<PgCatalog> ReadAsync(CancellationToken cancellationToken) => new()
    {
        ServerVersion = session.ServerVersion,
        Tables = await ReadTablesAsync(cancellationToken).ConfigureAwait(false),
        ForeignKeys = await ReadForeignKeysAsync(cancellationToken).ConfigureAwait(false),
        Triggers = await ReadTriggersAsync(cancellationToken).ConfigureAwait(false),
        Sequences = await ReadSequencesAsync(cancellationToken).ConfigureAwait(false),
    };

    /// <summary>The tables with their columns and keys, by schema and name.</summary>
    public async Task<IReadOnlyList<PgTable>> ReadTablesAsync(CancellationToken cancellationToken)
    {
        var columns = await ColumnsQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var indexes = await IndexesQuery.ReadAsync(session, columns, cancellationToken).ConfigureAwait(false);
        return await ReadTablesAsync(columns, indexes, withSizes: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tables with the columns that were read already, and with those of the indexes that are keys; with or without their sizes.</summary>
    public async Task<IReadOnlyList<PgTable>> ReadTablesAsync(
        ILookup<uint, PgColumn> columns, IReadOnlyList<PgIndex> indexes, bool withSizes, CancellationToken cancellationToken)
    {
        var tables = await TablesQuery.ReadAsync(session, withSizes, cancellationToken).ConfigureAwait(false);
        var keys = indexes.Where(index => index.Key is not null).ToLookup(index => index.TableAddress.Oid, index => index.Key!);
        return PartitionTree.Connect(tables.ConvertAll(table => table with
        {
            Columns = [.. columns[table.Oid]],
            PrimaryKey = keys[table.Oid].FirstOrDefault(key => key.IsPrimary),
            UniqueKeys = [.. keys[table.Oid].Where(key => key.CanArbitrate)],
        }));
    }

    public async Task<IReadOnlyList<PgForeignKey>> ReadForeignKeysAsync(CancellationToken cancellationToken)
        => await ForeignKeysQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<PgTrigger>> ReadTriggersAsync(CancellationToken cancellationToken)
        => await TriggersQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<PgSequence>> ReadSequencesAsync(CancellationToken cancellationToken)
        => await SequencesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);
}
