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

    /// <summary>Locks every table of a user's that the filter includes and the role may read; others can't be copied, which will be said of them.</summary>
    /// <exception cref="MigrationException">
    /// SourceLocked: another transaction holds a table for longer than the timeout. SourceChanged: a table is gone.
    /// </exception>
    public static async Task TakeAsync(CatalogSession session, ObjectFilter filter, TimeSpan timeout, CancellationToken cancellationToken)
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
            await session.ExecuteAsync($"SET LOCAL lock_timeout = '{Text(timeout)}'", cancellationToken).ConfigureAwait(false);
            foreach (var some in tables.Where(filter.Includes).Chunk(TablesPerStatement))
            {
                await session.ExecuteAsync($"LOCK TABLE {string.Join(", ", some.Select(table => table.Sql))} IN ACCESS SHARE MODE", cancellationToken)
                    .ConfigureAwait(false);
            }

            await session.ExecuteAsync("SET LOCAL lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw CatalogErrors.Locked("A table of the source", session.Connection.Database, error);
        }
        catch (MigrationException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw CatalogErrors.Changed("A table of the source", session.Connection.Database, error);
        }
    }

    /// <summary>A time as PostgreSQL's settings take it.</summary>
    public static string Text(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0}ms");
}
