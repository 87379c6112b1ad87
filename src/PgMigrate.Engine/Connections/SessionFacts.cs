using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>What one session is and may do, as the catalog says it.</summary>
internal sealed record SessionFacts(
    string Role,
    bool IsSuperuser,
    bool CanReplicate,
    bool CanBypassRowSecurity,
    bool CanCreateSchema,
    bool CanCreateExtension,
    long DatabaseSize,
    int ConnectionsUsed,
    int ConnectionsAllowed,
    TimeSpan? StatementTimeout)
{
    public static async Task<SessionFacts> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Trusted extensions came with PostgreSQL 13: before it, a superuser alone may create extensions.
        var trusted = connection.PostgreSqlVersion.Major >= 13
            ? "EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions WHERE trusted)"
            : "false";
        using var command = new NpgsqlCommand(
            $"""
             SELECT r.rolname::text,
                    r.rolsuper,
                    r.rolreplication OR r.rolsuper,
                    r.rolbypassrls OR r.rolsuper,
                    p.may_create,
                    r.rolsuper OR (p.may_create AND {trusted}),
                    pg_catalog.pg_database_size(pg_catalog.current_database()),
                    (SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'),
                    pg_catalog.current_setting('max_connections')::int - pg_catalog.current_setting('superuser_reserved_connections')::int
                        - coalesce(nullif(pg_catalog.current_setting('reserved_connections', true), ''), '0')::int,
                    (SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'statement_timeout')
             FROM pg_catalog.pg_roles r,
                  LATERAL (SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS may_create) p
             WHERE r.rolname = current_user
             """,
            connection);
        var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rowScope = row.ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        var timeout = row.GetInt64(9);
        return new SessionFacts(
            row.GetString(0),
            row.GetBoolean(1),
            row.GetBoolean(2),
            row.GetBoolean(3),
            row.GetBoolean(4),
            row.GetBoolean(5),
            row.GetInt64(6),
            row.GetInt32(7),
            row.GetInt32(8),
            timeout == 0 ? null : TimeSpan.FromMilliseconds(timeout));
    }

    /// <summary>
    /// Whether the session may set session_replication_role. Tried, because what grants it (superuser, a privilege on the parameter
    /// since PostgreSQL 15, Supabase's supautils) is not in one place; within a transaction, so that nothing is left in a pooled session.
    /// </summary>
    public static async Task<bool> CanSetReplicationRoleAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync("SET LOCAL session_replication_role = replica", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
        finally
        {
            await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
