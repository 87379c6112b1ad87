using Npgsql;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The roles that a database names: the missing ones are made, or the run is refused before anything is.</summary>
internal sealed class RoleRestore(Destination destination, DatabaseCopyRequest request)
{
    /// <summary>What makes the roles that are missing, with what they are made without.</summary>
    public async Task<(IReadOnlyList<TocEntry> Entries, IReadOnlyList<MigrationFinding> Findings)> PlanAsync(
        IDatabaseSource source, CancellationToken cancellationToken)
    {
        var (existing, isSuperuser) = await ReadExistingAsync(cancellationToken).ConfigureAwait(false);
        var roles = await source.ReadRolesAsync(cancellationToken).ConfigureAwait(false);
        var options = new RoleEntryOptions { AsSuperuser = isSuperuser, WithGrantors = isSuperuser };
        return (RoleEntries.Build(roles, existing, options), RoleEntries.Find(roles, existing, options));
    }

    /// <summary>Refuses a run whose objects would find their owners missing.</summary>
    /// <exception cref="MigrationException">RolesMissing.</exception>
    public async Task RequireOwnersAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        if (request.NoOwner || request.ContinueOnError) return;
        var (existing, _) = await ReadExistingAsync(cancellationToken).ConfigureAwait(false);
        var missing = entries.Where(entry => OwnerStatement.Of(entry) is not null).Select(entry => entry.Owner!)
            .Where(owner => !existing.Contains(owner)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return;
        throw new MigrationException(
            "RolesMissing",
            MigrationErrorCategory.ObjectNotFound,
            $"Roles that own objects of the source are not at the destination: {string.Join(", ", missing)}.")
        {
            Subject = missing[0],
            Remedy = "Let -IncludeRole create them without passwords, or leave everything to the destination's role with -NoOwner and -NoPrivileges.",
        };
    }

    private Task<(IReadOnlySet<string> Roles, bool IsSuperuser)> ReadExistingAsync(CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            var (roles, isSuperuser) = (new HashSet<string>(), false);
            using var command = new NpgsqlCommand("SELECT rolname::text, rolsuper AND rolname = current_user FROM pg_catalog.pg_roles", connection);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    roles.Add(reader.GetString(0));
                    isSuperuser |= reader.GetBoolean(1);
                }
            }

            return ((IReadOnlySet<string>)roles, isSuperuser);
        },
        cancellationToken);
}
