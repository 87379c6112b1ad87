using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// What pg_dump and pg_restore set for their sessions (PostgreSQL, pg_dump.c, setup_connection).
/// </summary>
internal static class SessionSettings
{
    /// <summary>
    /// Names print with their schema, values print alike everywhere, no timeout ends a long statement, and row-level security that would
    /// hide rows is an error instead.
    /// </summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The join leaves out what this server does not know: idle_session_timeout came with PostgreSQL 14, transaction_timeout with 17.
        const string Sql = """
            SELECT pg_catalog.set_config(s.name, v.value, false)
            FROM (VALUES ('search_path', ''),
                         ('datestyle', 'ISO'),
                         ('intervalstyle', 'postgres'),
                         ('timezone', 'UTC'),
                         ('extra_float_digits', '3'),
                         ('bytea_output', 'hex'),
                         ('xmloption', 'content'),
                         ('standard_conforming_strings', 'on'),
                         ('synchronize_seqscans', 'off'),
                         ('statement_timeout', '0'),
                         ('lock_timeout', '0'),
                         ('idle_in_transaction_session_timeout', '0'),
                         ('idle_session_timeout', '0'),
                         ('transaction_timeout', '0'),
                         ('row_security', 'off')) AS v (name, value)
            JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = v.name
            """;
        await connection.ExecuteAsync(Sql, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for reading rows: a table that became a view or a foreign table in the meantime is not read.</summary>
    public static async Task ApplyForReadingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(Restrict("view, foreign-table"), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same for restoring: functions may name what comes after them, as pg_restore's sessions let them, and no row goes through a foreign
    /// partition to another server. Helpers for the index of a table that is small cost more than they do: other sessions make others meanwhile.
    /// </summary>
    public static async Task ApplyForRestoringAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Settings = "SET check_function_bodies = off; SET min_parallel_table_scan_size = '64MB'";
        await ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"{Settings}; {Restrict("foreign-table")}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lifts the restriction until the transaction ends: what a materialized view's query reads is its owner's affair.</summary>
    public static string LiftRestriction { get; } = Restrict("", isLocal: true);

    /// <summary>The setting came with the minor releases of August 2024; older servers do not have it.</summary>
    private static string Restrict(string kinds, bool isLocal = false) => $"""
        SELECT pg_catalog.set_config(s.name, '{kinds}', {(isLocal ? "true" : "false")})
        FROM pg_catalog.pg_settings s WHERE s.name = 'restrict_nonsystem_relation_kind'
        """;
}
