using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>
/// Keeps the tables as they are until the transaction ends, as pg_dump does before it describes them: nobody drops or alters one meanwhile,
/// while rows come and go.
/// </summary>
internal static class TableLocks
{
    /// <summary>Statements longer than this are no faster.</summary>
    private const int TablesPerStatement = 500;

    /// <summary>Longer than a statement that is under way usually takes.</summary>
    private const string Patience = "30s";

    /// <summary>Locks every table of a user's that the role may read; others can't be copied, which will be said of them.</summary>
    /// <exception cref="MigrationException">
    /// SourceLocked: another transaction holds a table for longer than half a minute. SourceChanged: a table is gone.
    /// </exception>
    public static Task TakeAsync(CatalogSession session, CancellationToken cancellationToken) => TakeAsync(session, Patience, cancellationToken);

    /// <summary>The same, waiting as long as given in PostgreSQL's words.</summary>
    internal static async Task TakeAsync(CatalogSession session, string patience, CancellationToken cancellationToken)
    {
        var tables = await session.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND (({UserRelations.Condition}) OR EXISTS (SELECT FROM pg_catalog.pg_extension x WHERE c.oid = ANY (x.extconfig)))
              AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            ORDER BY n.nspname, c.relname
            """,
            row => new QualifiedName(row.GetString(0), row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        try
        {
            await session.ExecuteAsync($"SET LOCAL lock_timeout = '{patience}'", cancellationToken).ConfigureAwait(false);
            foreach (var some in tables.Chunk(TablesPerStatement))
            {
                await session.ExecuteAsync($"LOCK TABLE {string.Join(", ", some.Select(table => table.Sql))} IN ACCESS SHARE MODE", cancellationToken)
                    .ConfigureAwait(false);
            }

            await session.ExecuteAsync("SET LOCAL lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new MigrationException(
                "SourceLocked",
                MigrationErrorCategory.ResourceBusy,
                $"Another transaction holds a table of the source locked for longer than {patience}, as ALTER TABLE and REINDEX do.",
                error)
            {
                Subject = session.Connection.Database,
                Remedy = "See in pg_locks who holds it, and run again when it has ended.",
                SqlState = error.SqlState,
            };
        }
        catch (MigrationException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw CatalogErrors.Changed("A table of the source", session.Connection.Database, error);
        }
    }
}
