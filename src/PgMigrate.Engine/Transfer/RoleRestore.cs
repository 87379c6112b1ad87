using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The roles that a database names: the missing ones are made, or the run is refused before anything is.</summary>
internal sealed class RoleRestore(DatabaseCopyRequest request, DestinationRoles there, string role, HostFit fit)
{
    /// <summary>What makes the roles that are missing, with what they are made without.</summary>
    public async Task<(IReadOnlyList<TocEntry> Entries, IReadOnlyList<MigrationFinding> Findings)> PlanAsync(
        IDatabaseSource source, CancellationToken cancellationToken)
    {
        // A host's own roles are for hosts to make, but for those in whose names its API comes, which policies name.
        var roles = (await source.ReadRolesAsync(cancellationToken).ConfigureAwait(false)).Where(one => !fit.Source.HasRole(one.Name) || fit.Source.ApiRoles.Contains(one.Name)).ToList();
        var options = new RoleEntryOptions { AsSuperuser = there.IsSuperuser, WithGrantors = there.IsSuperuser };
        return (RoleEntries.Build(roles, there.Existing, options), RoleEntries.Find(roles, there.Existing, options));
    }

    /// <summary>
    /// Refuses a run whose objects would find their owners, or those whom privileges name, missing, or that may not act for them.
    /// </summary>
    /// <param name="entries">What is to be restored.</param>
    /// <param name="areCreated">Whether the missing ones will be made.</param>
    /// <param name="refuse">Takes each refusal: RolesMissing, OwnersNotPermitted.</param>
    public void Require(IReadOnlyList<TocEntry> entries, bool areCreated, Action<MigrationException> refuse)
    {
        if (request.ContinueOnError) return;
        var owners = OwnersOf(entries).Where(owner => !fit.IsStrange(owner)).ToHashSet();
        if (!areCreated)
        {
            if (Missing(owners) is { Count: > 0 } missing) refuse(RolesMissing(
                missing, "own objects of the source", "Let -IncludeRole create them without passwords, or leave everything to the destination's role with -NoOwner and -NoPrivileges."));
            if (Missing(entries.SelectMany(PrivilegeRoles.Of)) is { Count: > 0 } unknown) refuse(RolesMissing(
                unknown, "the source's privileges name", "Let -IncludeRole create them without passwords, or leave out what was granted with -NoPrivileges."));
            if (Missing(entries.SelectMany(StrangePrivileges.RolesOf)) is { Count: > 0 } concerned) refuse(RolesMissing(
                concerned, "the source's policies are for", "Let -IncludeRole create them without passwords, or create them by hand."));
        }

        if (NotPermitted(owners) is { Count: > 0 } others) refuse(new(
            "OwnersNotPermitted",
            MigrationErrorCategory.PermissionDenied,
            $"The destination's role {role} may not make objects of others who own them at the source: {Names(others)}.")
        {
            Subject = others[0],
            Remedy = $"Leave everything to {role} with -NoOwner, grant it membership of those roles, or connect as a superuser.",
        });
        var givers = entries.Where(entry => entry is { Desc: TocDesc.DefaultPrivileges, Owner: not null }).Select(entry => entry.Owner!);
        if (NotPermitted(givers) is { Count: > 0 } strangers) refuse(new(
            "OwnersNotPermitted",
            MigrationErrorCategory.PermissionDenied,
            $"The destination's role {role} may not set the default privileges of others: {Names(strangers)}.")
        {
            Subject = strangers[0],
            Remedy = $"Leave privileges out with -NoPrivileges, grant {role} membership of those roles, or connect as a superuser.",
        });
    }

    /// <summary>The owners whose objects are left to the destination's role, where that is no reason to end the run.</summary>
    /// <param name="entries">What is to be restored.</param>
    /// <param name="areCreated">Whether the missing ones will be made.</param>
    public IReadOnlySet<string> LeftOwners(IReadOnlyList<TocEntry> entries, bool areCreated) => OwnersOf(entries)
        .Where(owner => (request.ContinueOnError || fit.IsStrange(owner)) && (there.Existing.Contains(owner) ? !there.Assumable.Contains(owner) : !areCreated || fit.IsStrange(owner))).ToHashSet();

    /// <summary>What belongs to others, or is granted by others, than at the source, because the role may not act for them.</summary>
    /// <param name="entries">What is to be restored.</param>
    /// <param name="left">The owners whose objects are left to the role.</param>
    public IEnumerable<MigrationFinding> Find(IReadOnlyList<TocEntry> entries, IReadOnlySet<string> left)
    {
        foreach (var owner in OwnersOf(entries).Where(left.Contains).GroupBy(owner => owner))
        {
            yield return Finding(
                owner.Key, $"What it owns at the source ({owner.Count()} objects) belongs to {role}, which may not act for it.",
                "Make the role where it is missing, and give it the objects with ALTER … OWNER TO as a superuser.");
        }

        if (there.IsSuperuser) yield break;
        foreach (var grantor in entries.SelectMany(PrivilegeRoles.GrantorsOf).Distinct().Where(name => !there.Assumable.Contains(name)))
        {
            yield return Finding(
                grantor, $"What it granted at the source is granted by the objects' owners, because {role} may not act for it.",
                "Grant it again as that role where it matters who granted it.");
        }
    }

    /// <summary>The owner of each object that has one of its own; none where everything is left to the destination's role.</summary>
    private IEnumerable<string> OwnersOf(IReadOnlyList<TocEntry> entries)
        => request.NoOwner ? [] : entries.Where(entry => entry.Owner is not null && entry.Owner != role && (entry.Desc == TocDesc.LargeObjects || OwnerStatement.Of(entry) is not null))
            .Select(entry => entry.Owner!);

    private List<string> Missing(IEnumerable<string> names)
        => [.. names.Where(name => !there.Existing.Contains(name)).Distinct().Order(StringComparer.Ordinal)];

    private List<string> NotPermitted(IEnumerable<string> names)
        => [.. names.Where(name => there.Existing.Contains(name) && !there.Assumable.Contains(name)).Distinct().Order(StringComparer.Ordinal)];

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);

    private static MigrationException RolesMissing(IReadOnlyList<string> missing, string what, string remedy) => new(
        "RolesMissing", MigrationErrorCategory.ObjectNotFound, $"Roles that {what} are not at the destination: {Names(missing)}.")
    {
        Subject = missing[0],
        Remedy = remedy,
    };

    private static MigrationFinding Finding(string name, string what, string remedy)
        => new() { Kind = MigrationFindingKind.Role, Object = name, What = what, Remedy = remedy };
}
