using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Listing;

/// <summary>Counts rows within one transaction; each table that holds rows is read once.</summary>
internal sealed class RowCounter(NpgsqlTransaction transaction, IReadOnlyList<PgTable> tables, IMigrationObserver observer)
{
    private const string Savepoint = "pgmigrate_count";

    private readonly ILookup<uint?, PgTable> partitions = tables.Where(table => table.IsPartition).ToLookup(table => table.ParentOid);
    private readonly Dictionary<uint, long?> counted = [];

    /// <summary>
    /// The table's own rows, or the sum of its partitions' without foreign ones; null, after a warning, where they cannot be counted.
    /// </summary>
    public async Task<long?> CountAsync(PgTable table, CancellationToken cancellationToken)
    {
        if (counted.TryGetValue(table.Oid, out var known)) return known;

        var rows = table.IsPartitioned ? await SumAsync(table, cancellationToken).ConfigureAwait(false)
            : table.IsForeign ? Uncounted(table, "they live on another server")
            : await ReadAsync(table, cancellationToken).ConfigureAwait(false);
        counted.Add(table.Oid, rows);
        return rows;
    }

    private async Task<long?> SumAsync(PgTable table, CancellationToken cancellationToken)
    {
        long? sum = 0;
        foreach (var partition in partitions[table.Oid].Where(partition => !partition.IsForeign))
        {
            sum += await CountAsync(partition, cancellationToken).ConfigureAwait(false);
        }

        return sum;
    }

    private async Task<long?> ReadAsync(PgTable table, CancellationToken cancellationToken)
    {
        observer.Verbose($"Counting the rows of {table}.");
        try
        {
            await transaction.SaveAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            // ONLY: a table that others inherit from counts its own rows, and they theirs.
            using var command = new NpgsqlCommand(
                $"SELECT pg_catalog.count(*) FROM ONLY {table.QualifiedName.Sql}", transaction.Connection, transaction);
            var rows = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            await transaction.ReleaseAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            return rows;
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable)
        {
            await transaction.RollbackAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            return Uncounted(table, exception.MessageText);
        }
        catch (NpgsqlException failure)
        {
            throw CatalogErrors.Unreadable(failure, table.ToString());
        }
    }

    private long? Uncounted(PgTable table, string reason)
    {
        observer.Warning($"The rows of {table} were not counted: {reason}.");
        return null;
    }
}
