using Npgsql;
using NpgsqlTypes;

namespace PgMigrate.Engine.Transfer;

/// <summary>What the role may read at the source.</summary>
internal static class SourceRights
{
    private const int Named = 10;

    /// <summary>
    /// The refusal (RowsNotReadable) of tables that the role may not read, or of which row security would hide rows from it; null where there are none.
    /// </summary>
    public static async Task<MigrationException?> FindUnreadableAsync(NpgsqlConnection connection, uint[] tables, CancellationToken cancellationToken)
    {
        if (tables.Length == 0) return null;
        var hidden = await ReadAsync(connection, tables, cancellationToken).ConfigureAwait(false);
        if (hidden.Count == 0) return null;
        var others = hidden.Count > Named ? FormattableString.Invariant($" and {hidden.Count - Named:N0} more") : "";
        return new(
            "RowsNotReadable",
            MigrationErrorCategory.PermissionDenied,
            $"The source's role may not read all rows of these tables: {string.Join(", ", hidden.Take(Named))}{others}.")
        {
            Subject = hidden[0],
            Remedy = "Grant it SELECT on them, USAGE on their schemas and, where row security is on, BYPASSRLS, or leave them out with -ExcludeTable.",
        };
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, uint[] tables, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        using var command = new NpgsqlCommand(
            """
            SELECT n.nspname || '.' || c.relname
            FROM pg_catalog.unnest($1::oid[]) AS one (oid)
            JOIN pg_catalog.pg_class c ON c.oid = one.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT pg_catalog.has_table_privilege(c.oid, 'SELECT') OR NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
               OR pg_catalog.row_security_active(c.oid)
            ORDER BY n.nspname, c.relname
            """,
            connection)
        {
            Parameters = { new() { Value = tables, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) names.Add(reader.GetString(0));
        }

        return names;
    }
}
