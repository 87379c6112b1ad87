using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The tablespaces of the destination: what is in one that cannot be used there goes to the database's own.</summary>
internal static class DestinationTablespaces
{
    /// <summary>Longer lists are no easier to read than their beginning.</summary>
    private const int NamedObjects = 20;

    /// <summary>The entries as the destination can have them, and what moved.</summary>
    public static async Task<(IReadOnlyList<TocEntry> Entries, IReadOnlyList<MigrationFinding> Findings)> FitAsync(
        IReadOnlyList<TocEntry> entries, Destination destination, CancellationToken cancellationToken)
    {
        if (!entries.Any(entry => entry.Tablespace is { Length: > 0 })) return (entries, []);
        var usable = await destination.UseAsync(connection => ReadAsync(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
        var moved = entries.Where(entry => entry.Tablespace is { Length: > 0 } name && !usable.GetValueOrDefault(name)).ToList();
        if (moved.Count == 0) return (entries, []);
        var findings = moved.GroupBy(entry => entry.Tablespace!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Find(group.Key, [.. group], usable.ContainsKey(group.Key)));
        var ids = moved.Select(entry => entry.DumpId).ToHashSet();
        return ([.. entries.Select(entry => ids.Contains(entry.DumpId) ? entry with { Tablespace = "" } : entry)], [.. findings]);
    }

    /// <summary>The tablespaces, and whether the role may create in them.</summary>
    private static async Task<Dictionary<string, bool>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tablespaces = new Dictionary<string, bool>();
        using var command = new NpgsqlCommand(
            """
            SELECT t.spcname::text, t.oid = d.dattablespace OR pg_catalog.has_tablespace_privilege(t.oid, 'CREATE')
            FROM pg_catalog.pg_tablespace t, pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
            """,
            connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) tablespaces.Add(reader.GetString(0), reader.GetBoolean(1));
        }

        return tablespaces;
    }

    private static MigrationFinding Find(string name, IReadOnlyList<TocEntry> moved, bool isThere)
    {
        var objects = string.Join(", ", moved.Take(NamedObjects).Select(entry => $"{entry.Desc} {entry.Namespace}.{entry.Tag}"));
        var others = moved.Count > NamedObjects ? $" and {moved.Count - NamedObjects} more" : "";
        return new()
        {
            Kind = MigrationFindingKind.Tablespace,
            Object = name,
            What = (isThere ? "The destination's role may create nothing in this tablespace" : "The destination does not have this tablespace")
                + $"; in the database's own are therefore: {objects}{others}.",
            Remedy = "Move them with ALTER TABLE and ALTER INDEX … SET TABLESPACE where it matters, or say -NoTablespaces where it does not.",
        };
    }
}
