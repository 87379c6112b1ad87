using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>GRANT of roles to roles.</summary>
internal static class RoleMemberships
{
    /// <summary>The memberships by role, member and grantor, but none before the one that its grantor's right to grant comes from.</summary>
    public static IEnumerable<TocEntry> Write(IReadOnlyList<PgRole> roles, IReadOnlySet<string> existing, RoleEntryOptions options)
    {
        var known = roles.Select(role => role.Name).Concat(existing).ToHashSet();
        var grants = from role in roles
                     from membership in role.Memberships
                     where known.Contains(membership.Role) && !(existing.Contains(role.Name) && existing.Contains(membership.Role))
                     select (Member: role.Name, Membership: membership);
        foreach (var granted in grants.GroupBy(grant => grant.Membership.Role).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var (member, membership) in InOrder([.. granted])) yield return Entry(member, membership, known, options);
        }
    }

    /// <summary>Since PostgreSQL 16 a grantor must be a superuser or have the role with ADMIN OPTION.</summary>
    private static IEnumerable<(string Member, PgMembership Membership)> InOrder(List<(string Member, PgMembership Membership)> waiting)
    {
        while (waiting.Count > 0)
        {
            var administrators = waiting.Where(grant => grant.Membership.IsAdmin).Select(grant => grant.Member).ToHashSet();
            var next = waiting.FindIndex(grant => grant.Membership.Grantor is null || !administrators.Contains(grant.Membership.Grantor));
            // Roles that have it from each other cannot be, and are written as they come.
            next = Math.Max(next, 0);
            yield return waiting[next];
            waiting.RemoveAt(next);
        }
    }

    private static TocEntry Entry(string member, PgMembership membership, HashSet<string> known, RoleEntryOptions options)
    {
        var (role, to) = (SqlText.Name(membership.Role), SqlText.Name(member));
        var words = new List<string>();
        if (membership.IsAdmin) words.Add("ADMIN OPTION");
        if (membership.Inherits is { } inherits) words.Add($"INHERIT {(inherits ? "TRUE" : "FALSE")}");
        if (!membership.CanSet) words.Add("SET FALSE");
        var with = words.Count == 0 ? "" : $" WITH {string.Join(", ", words)}";
        var by = options is { WithGrantors: true, AsSuperuser: true } && membership.Grantor is { } grantor && known.Contains(grantor)
            ? $" GRANTED BY {SqlText.Name(grantor)}"
            : "";
        return new()
        {
            DumpId = 0,
            Tag = $"{membership.Role} {member}" + (membership.Grantor is null ? "" : $" {membership.Grantor}"),
            Desc = TocDesc.RoleMembership,
            Section = TocSection.PreData,
            Definition = $"GRANT {role} TO {to}{with}{by};\n",
            DropStatement = $"REVOKE {role} FROM {to}{by};\n",
        };
    }
}
