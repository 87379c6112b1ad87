using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What of the copied tables the roles of a host's own API can reach, which the copy never widens; told with the statements that would change it.</summary>
/// <param name="Unguarded">The tables that anyone reaches; null where there are none.</param>
/// <param name="Unreached">Those that nobody reaches through the API; null where there are none.</param>
internal sealed record ApiReach(MigrationFinding? Unguarded, MigrationFinding? Unreached)
{
    public IReadOnlyList<MigrationFinding> All => [.. new[] { Unguarded, Unreached }.OfType<MigrationFinding>()];

    /// <summary>Tells it after the copy; nothing where the host has no such roles, or no table was made.</summary>
    public static async Task<ApiReach> FindAsync(Destination destination, HostProfile host, IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var made = entries.Where(entry => entry.Desc is TocDesc.Table or TocDesc.View or TocDesc.MaterializedView or TocDesc.ForeignTable && entry.Namespace == "public")
            .Select(entry => entry.Tag).ToArray();
        if (host.ApiRoles.Count == 0 || made.Length == 0) return new(null, null);
        var tables = await destination.UseAsync(connection => ReadAsync(connection, host, made, cancellationToken), cancellationToken).ConfigureAwait(false);
        var names = tables.Where(table => table.IsReached).Select(table => table.Name).ToList();
        var open = tables.Where(table => table is { IsReached: true, IsGuarded: false }).Select(table => table.Name).ToList();
        var unguarded = open.Count == 0 ? null : new MigrationFinding
        {
            Kind = MigrationFindingKind.Privilege,
            Object = open[0],
            What = $"Whoever knows the project's address reaches these through its API, as at the source, and no row-level security guards them: {FittedEntries.Names(open)}.",
            Remedy = string.Join(" ", open.Take(3).Select(name => $"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;")) + " and policies say who may.",
        };
        var unreached = names.Count == tables.Count ? null : new MigrationFinding
        {
            Kind = MigrationFindingKind.Privilege,
            Object = tables.First(table => !table.IsReached).Name,
            What = $"{tables.Count - names.Count} of {tables.Count} tables and views in public are not reached through the project's API: nothing was granted to {string.Join(", ", host.ApiRoles)} that the source did not grant.",
            Remedy = "Where an application comes through the API: ALTER TABLE … ENABLE ROW LEVEL SECURITY; CREATE POLICY …; GRANT SELECT, INSERT, UPDATE, DELETE ON … TO authenticated;",
        };
        return new(unguarded, unreached);
    }

    private static async Task<List<(string Name, bool IsReached, bool IsGuarded)>> ReadAsync(NpgsqlConnection connection, HostProfile host, string[] names, CancellationToken cancellationToken)
    {
        var tables = new List<(string, bool, bool)>();
        using var command = new NpgsqlCommand(
            """
            SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.bool_or(pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')), c.relrowsecurity
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.pg_roles r
            WHERE n.nspname = 'public' AND c.relname = ANY ($1) AND r.rolname = ANY ($2) AND NOT r.rolbypassrls
            GROUP BY n.nspname, c.oid, c.relname, c.relrowsecurity ORDER BY 1
            """,
            connection)
        { Parameters = { new() { Value = names }, new() { Value = host.ApiRoles.ToArray() } } };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) tables.Add((reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2)));
        }

        return tables;
    }
}
