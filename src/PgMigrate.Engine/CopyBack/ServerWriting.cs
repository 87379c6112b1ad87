using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Runs the spooled statements in an order in which keys allow them, and proves what they made.</summary>
internal sealed class ServerWriting(Destination destination, PgCatalog catalog, IReadOnlyList<ReturnedTable> all, IReadOnlyDictionary<int, ServerPair> pairs)
{
    /// <summary>
    /// The orders, each tried where the one before was refused: what is gone makes room for what comes; where rows still refer to what shall go, it goes
    /// last; where rows take each other's values, they are removed and put back.
    /// </summary>
    private static readonly ReturnStep[][] Orders =
    [
        [ReturnStep.Delete, ReturnStep.Update, ReturnStep.Insert],
        [ReturnStep.Insert, ReturnStep.Update, ReturnStep.Delete],
        [ReturnStep.Delete, ReturnStep.Remove, ReturnStep.Update, ReturnStep.PutBack, ReturnStep.Insert],
    ];

    private readonly List<ReturnedTable> written = [.. all.Where(table => table.IsWritten)];
    private readonly ForeignKeyOrder order = ForeignKeyOrder.Of(catalog.Tables, catalog.ForeignKeys);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var oids = written.Select(table => OidOf(table)).ToHashSet();
        var keys = catalog.ForeignKeys.Where(key => oids.Contains(RootOf(key.TableOid)) || oids.Contains(RootOf(key.ParentTableOid))).ToList();
        var deferral = new ForeignKeyDeferral(destination, destination.CanSkipTriggers ? [] : keys);
        await deferral.DeferAsync(cancellationToken).ConfigureAwait(false);
        TableReturnException? first = null;
        foreach (var steps in Orders)
        {
            try
            {
                await destination.UseAsync(connection => WriteAsync(connection, steps, keys, deferral, cancellationToken), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (TableReturnException error) when (MayPassInAnotherOrder(error.Failure))
            {
                // A key that another order has satisfied says less than what is refused in every one.
                if (first is null || first.Failure.SqlState == PostgresErrorCodes.UniqueViolation) first = error;
            }
        }

        throw first!;
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, ReturnStep[] steps, List<PgForeignKey> keys, ForeignKeyDeferral deferral, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SET CONSTRAINTS ALL DEFERRED", cancellationToken).ConfigureAwait(false);
        var triggers = written.ToDictionary(table => table, table => TriggerSwitch.Of(catalog, pairs[table.Number].DestinationTable, destination.CanSkipTriggers));
        foreach (var table in written) await NamingAsync(table, () => TriggerSwitch.TurnOffAsync(connection, triggers[table], cancellationToken)).ConfigureAwait(false);
        foreach (var step in steps)
        {
            foreach (var table in InOrder(step).Where(table => !IsPutBack(table, step, steps))) await NamingAsync(table, () => StatementSpool.RunAsync(connection, table.Number, step, pairs[table.Number].Repair, cancellationToken)).ConfigureAwait(false);
        }

        await NamingAsync(written[0], () => deferral.CheckAsync(connection, cancellationToken)).ConfigureAwait(false);
        foreach (var table in written) await NamingAsync(table, () => TriggerSwitch.TurnOnAsync(connection, triggers[table], cancellationToken)).ConfigureAwait(false);
        foreach (var key in keys.Where(key => key is { IsValidated: true, IsEnforced: true, IsInherited: false })) await CheckAsync(connection, key, cancellationToken).ConfigureAwait(false);
        // Where foreign keys do not rest, what they do may have changed rows of other tables.
        foreach (var table in destination.CanSkipTriggers ? written : all) await NamingAsync(table, () => ProveAsync(connection, table, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Whether rows are removed and put back in place of the update: where there are such statements.</summary>
    private static bool IsPutBack(ReturnedTable table, ReturnStep step, ReturnStep[] steps)
        => step == ReturnStep.Update && steps.Contains(ReturnStep.Remove) && table.IsReplaceable;

    private IEnumerable<ReturnedTable> InOrder(ReturnStep step)
    {
        var parentsFirst = written.OrderBy(table => order.PlaceOf(pairs[table.Number].DestinationTable.QualifiedName));
        return step is ReturnStep.Delete or ReturnStep.Remove ? parentsFirst.Reverse() : parentsFirst;
    }

    private async Task CheckAsync(NpgsqlConnection connection, PgForeignKey key, CancellationToken cancellationToken)
    {
        try
        {
            await ForeignKeyCheck.RunAsync(connection, key, catalog, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.ErrorId == "ForeignKeyViolated")
        {
            throw new TableReturnException(key.Table, CopyBackErrors.ForeignKeyViolated(error.Message, key.Table.ToString()));
        }
    }

    private async Task ProveAsync(NpgsqlConnection connection, ReturnedTable table, CancellationToken cancellationToken)
    {
        var found = await pairs[table.Number].SumDestinationAsync(connection, cancellationToken).ConfigureAwait(false);
        if (found == table.Expected) return;
        throw CopyBackErrors.NotProven(
            table.Name.ToString(),
            found.Rows == table.Expected.Rows ? "its rows' checksum is another" : FormattableString.Invariant($"it would have {found.Rows} rows in place of {table.Expected.Rows}"));
    }

    /// <summary>Keys refuse rows because of others, and foreign keys change them.</summary>
    private static bool MayPassInAnotherOrder(MigrationException error)
        => error.ErrorId == CopyBackErrors.NotProvenId || error.SqlState?.StartsWith("23", StringComparison.Ordinal) == true;

    private uint OidOf(ReturnedTable table) => RootOf(pairs[table.Number].DestinationTable.Oid);

    private uint RootOf(uint oid) => catalog.Tables.FirstOrDefault(table => table.Oid == oid)?.RootOid ?? oid;

    private static Task NamingAsync(ReturnedTable table, Func<Task> work) => CopyBackErrors.NamingAsync(table.Name, async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
