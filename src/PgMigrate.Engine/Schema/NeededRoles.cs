using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>Tells which of the cluster's roles a database cannot do without.</summary>
internal static class NeededRoles
{
    /// <summary>
    /// The roles that own something or are named in privileges, policies, user mappings, default privileges or settings, and the roles that
    /// those are members of, which give them rights; in the order of <paramref name="roles"/>. Who is a member of them is not the database's.
    /// </summary>
    /// <param name="roles">The cluster's roles.</param>
    /// <param name="database">The database; its privileges are looked into.</param>
    /// <param name="uses">The roles that objects name; of a part of the database, those of its objects.</param>
    /// <param name="entries">What is restored; their owners are looked at.</param>
    public static IReadOnlyList<PgRole> Of(
        IReadOnlyList<PgRole> roles, PgDatabase database, IEnumerable<PgRoleUse> uses, IEnumerable<TocEntry> entries)
    {
        var grants = database.Remarks.Privileges.Values.SelectMany(privileges => privileges.Current);
        return Of(roles, [.. uses.Select(use => use.Role), .. entries.Select(entry => entry.Owner), .. grants.SelectMany(grant => new[] { grant.Grantee, grant.Grantor })]);
    }

    /// <summary>The named roles and those that they are members of.</summary>
    public static IReadOnlyList<PgRole> Of(IReadOnlyList<PgRole> roles, IEnumerable<string?> names)
    {
        var byName = roles.ToDictionary(role => role.Name);
        var (needed, waiting) = (new HashSet<string>(), new Stack<string>(names.OfType<string>()));
        while (waiting.TryPop(out var name))
        {
            if (!byName.TryGetValue(name, out var role) || !needed.Add(name)) continue;
            foreach (var membership in role.Memberships) waiting.Push(membership.Role);
        }

        return [.. roles.Where(role => needed.Contains(role.Name))];
    }
}
