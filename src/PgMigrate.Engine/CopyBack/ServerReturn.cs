using System.Collections.Concurrent;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Copies rows back from one PostgreSQL database to another, in one transaction there.</summary>
internal sealed class ServerReturn(CopyBackRequest request, IMigrationObserver observer)
{
    private readonly ConcurrentDictionary<int, ServerPair> pairs = new();

    public async Task<IReadOnlyList<TableCopyBackResult>> RunAsync(CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(request.To, observer), MigrationSources.ConnectorOptions, observer);
        var destination = await Destination.OpenAsync(connector, null, isSingle: true, lostLock: null, cancellationToken, isFenced: true).ConfigureAwait(false);
        await using var closing = destination.ConfigureAwait(false);
        var spool = new StatementSpool(destination);
        await spool.CreateAsync(cancellationToken).ConfigureAwait(false);
        var tables = await FindAsync(destination, spool, cancellationToken).ConfigureAwait(false);
        var catalog = await destination.ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        if (tables.Tables.Any(table => table.IsWritten)) await new ServerWriting(destination, catalog, tables.Tables, pairs).RunAsync(cancellationToken).ConfigureAwait(false);
        foreach (var table in tables.Tables)
        {
            var old = pairs[table.Number].DestinationTable;
            await CopyBackErrors.NamingAsync(table.Name, () => destination.UseAsync(
                async connection =>
                {
                    await SequenceAdvance.RunAsync(
                        connection, old, OwnRows.Holders(catalog, old), catalog.Sequences, tables.Numberings[table.Number], observer, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken)).ConfigureAwait(false);
        }

        await destination.CommitAsync(cancellationToken).ConfigureAwait(false);
        return [.. tables.Tables.Select(table => table.Result)];
    }

    /// <summary>Finds all differences, and lets go of the snapshots: their locks must not stand in the way of what is written.</summary>
    private async Task<(IReadOnlyList<ReturnedTable> Tables, IReadOnlyDictionary<int, IReadOnlyList<ColumnNumbering>> Numberings)> FindAsync(
        Destination destination, StatementSpool spool, CancellationToken cancellationToken)
    {
        var old = await MigrationSources.OpenAsync(request.To, request.OldSelection, observer, cancellationToken).ConfigureAwait(false);
        await using var closingOld = old.ConfigureAwait(false);
        var young = await MigrationSources.OpenAsync(request.From, new() { Filter = ObjectFilter.Everything }, observer, cancellationToken).ConfigureAwait(false);
        await using var closingYoung = young.ConfigureAwait(false);
        using var ends = await ComparedEnds.OfAsync(young, old, request.ThrottleLimit, cancellationToken).ConfigureAwait(false);
        if (!ends.AreServers) throw CopyBackErrors.OtherHashes(request.To);
        var tables = await ReturnedTables.OfAsync(request, old, young, areServers: true, observer, cancellationToken).ConfigureAwait(false);
        var replaceable = await FindReplaceableAsync(destination, [.. tables.Select(table => ((PostgresSource)old).TableOf(table.Pair.Destination.Entry).Oid)], cancellationToken).ConfigureAwait(false);
        var progress = new RunProgress(observer, "Comparing tables");
        progress.Begin([.. tables.Select(table => table.Pair)]);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(request.ThrottleLimit, 1), CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(tables, options, async (table, token) => await CopyBackErrors.NamingAsync(table.Name, () => SpoolAsync(table, token)).ConfigureAwait(false))
                .ConfigureAwait(false);
        }
        finally
        {
            progress.End();
        }

        return (tables, tables.ToDictionary(table => table.Number, table => young.DescribeNumbering(table.Pair.Source.Entry)));

        async Task<bool> SpoolAsync(ReturnedTable table, CancellationToken token)
        {
            table.IsReplaceable = replaceable.Contains(((PostgresSource)old).TableOf(table.Pair.Destination.Entry).Oid);
            await ends.UseAsync(table.Pair, () => progress.Move(table.Pair), observer, async rows =>
            {
                var pair = pairs[table.Number] = (ServerPair)rows;
                await new ServerDifferences(spool, table, pair).SpoolAsync(token).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            progress.Complete(table.Pair);
            return true;
        }
    }

    /// <summary>
    /// The tables where another key than the primary one, perhaps a partition's, may forbid a change for as long as another row is not changed.
    /// </summary>
    private static Task<IReadOnlySet<uint>> FindReplaceableAsync(Destination destination, uint[] tables, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            const string Sql = """
                SELECT i.indrelid FROM pg_catalog.pg_index i
                WHERE i.indrelid = ANY ($1) AND (i.indisunique OR i.indisexclusion)
                GROUP BY 1 HAVING count(*) > 1 OR bool_or(NOT i.indisprimary)
                UNION
                SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY ($1) AND c.relkind = 'p'
                """;
            var found = new HashSet<uint>();
            using var command = new NpgsqlCommand(Sql, connection)
            {
                Parameters = { new() { Value = tables, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid } },
            };
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) found.Add(reader.GetFieldValue<uint>(0));
            return (IReadOnlySet<uint>)found;
        },
        cancellationToken);
}
