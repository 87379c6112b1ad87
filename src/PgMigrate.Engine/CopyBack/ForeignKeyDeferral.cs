using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// Where the role may not let foreign keys rest: lets those of its own tables be checked once, when all rows are written, and makes them as they were
/// in the same transaction. Those of others' tables are checked row by row.
/// </summary>
internal sealed class ForeignKeyDeferral(Destination destination, IReadOnlyList<PgForeignKey> keys)
{
    private readonly List<PgForeignKey> deferred = [];

    /// <summary>No one waits for ever for a table that another session holds.</summary>
    private const string LockTimeout = "30s";

    public async Task DeferAsync(CancellationToken cancellationToken)
    {
        foreach (var key in keys.Where(key => !key.IsDeferrable && !key.IsInherited))
        {
            try
            {
                await destination.ExecuteAsync($"SET LOCAL lock_timeout = '{LockTimeout}'; {Alter(key)} DEFERRABLE INITIALLY DEFERRED", cancellationToken).ConfigureAwait(false);
                deferred.Add(key);
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                // It is checked as rows come, then; what it refuses is an error.
            }
        }
    }

    /// <summary>Checks all rows, then makes the keys as they were.</summary>
    public async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellationToken).ConfigureAwait(false);
        foreach (var key in deferred) await connection.ExecuteAsync($"{Alter(key)} NOT DEFERRABLE", cancellationToken).ConfigureAwait(false);
    }

    private static string Alter(PgForeignKey key) => $"ALTER TABLE {key.Table.Sql} ALTER CONSTRAINT {SqlText.Identifier(key.Name)}";
}
