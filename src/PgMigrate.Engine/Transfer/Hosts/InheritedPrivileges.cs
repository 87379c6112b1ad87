using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// What the destination grants by itself on each new object of the role's (ALTER DEFAULT PRIVILEGES): it is taken back as the object is made,
/// so that nobody can reach at the destination what he could not at the source.
/// </summary>
internal sealed class InheritedPrivileges
{
    private readonly List<(string? Schema, char Kind, string Grantee)> grants = [];

    private InheritedPrivileges()
    {
    }

    public static Task<InheritedPrivileges> ReadAsync(Destination destination, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            var inherited = new InheritedPrivileges();
            using var command = new NpgsqlCommand(
                """
                SELECT DISTINCT n.nspname::text, d.defaclobjtype, coalesce(r.rolname::text, '')
                FROM pg_catalog.pg_default_acl d CROSS JOIN pg_catalog.aclexplode(d.defaclacl) a
                    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
                WHERE d.defaclrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user) AND a.grantee <> d.defaclrole
                    AND (a.grantee = 0 OR r.rolname IS NOT NULL)
                ORDER BY 1, 2, 3
                """,
                connection);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    inherited.grants.Add((reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetChar(1), reader.GetString(2)));
                }
            }

            return inherited;
        },
        cancellationToken);

    /// <summary>The entry that takes back what its object is granted when it is made.</summary>
    public TocEntry TakeBack(TocEntry entry)
    {
        if (grants.Count == 0 || entry.Definition.Length == 0 || KindOf(entry) is not { } kind) return entry;
        // PUBLIC has by default what PostgreSQL itself gives, which the source has too, unless it says otherwise with privileges of its own.
        var grantees = grants.Where(grant => grant.Kind == kind.Letter && grant.Grantee.Length > 0 && (grant.Schema is null || grant.Schema == entry.Namespace))
            .Select(grant => SqlText.Identifier(grant.Grantee)).Distinct().ToList();
        return grantees.Count == 0 ? entry : entry with
        {
            Definition = $"{entry.Definition.TrimEnd()}\nREVOKE ALL ON {kind.Words} {kind.Name} FROM {string.Join(", ", grantees)};\n",
        };
    }

    /// <summary>The letter of pg_default_acl, the words of REVOKE, and the object's name.</summary>
    private static (char Letter, string Words, string Name)? KindOf(TocEntry entry)
    {
        var name = entry.Namespace is null ? SqlText.Identifier(entry.Tag) : SqlText.Qualified(entry.Namespace, entry.Tag);
        return entry.Desc switch
        {
            TocDesc.Table or TocDesc.View or TocDesc.MaterializedView or TocDesc.ForeignTable => ('r', "TABLE", name),
            TocDesc.Sequence => ('S', "SEQUENCE", name),
            TocDesc.Function or TocDesc.Procedure or TocDesc.Aggregate => ('f', "ROUTINE", RoutineOf(entry)),
            TocDesc.Type or TocDesc.Domain => ('T', "TYPE", name),
            TocDesc.Schema when entry.Tag != "public" => ('n', "SCHEMA", name),
            _ => null,
        };
    }

    /// <summary>The routine with its arguments' types, as the statement that drops it says; an aggregate's are said otherwise elsewhere.</summary>
    private static string RoutineOf(TocEntry entry) => entry.DropStatement[$"DROP {entry.Desc} ".Length..].TrimEnd(';', '\n')
        .Replace("(*)", "()", StringComparison.Ordinal).Replace("(ORDER BY ", "(", StringComparison.Ordinal).Replace(" ORDER BY ", ", ", StringComparison.Ordinal);
}
