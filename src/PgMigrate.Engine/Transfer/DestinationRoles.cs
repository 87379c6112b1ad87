using Npgsql;

namespace PgMigrate.Engine.Transfer;

/// <summary>The roles of the destination, and what the run's own one can do with them.</summary>
/// <param name="Existing">All of them.</param>
/// <param name="Assumable">Those that it can act as, and therefore give objects to; all for a superuser.</param>
/// <param name="IsSuperuser">Whether it may do everything.</param>
internal sealed record DestinationRoles(IReadOnlySet<string> Existing, IReadOnlySet<string> Assumable, bool IsSuperuser)
{
    public static Task<DestinationRoles> ReadAsync(Destination destination, CancellationToken cancellationToken)
        => destination.UseAsync(connection => ReadAsync(connection, cancellationToken), cancellationToken);

    public static async Task<DestinationRoles> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // A membership without the right to SET ROLE came with PostgreSQL 16.
        var right = connection.PostgreSqlVersion.Major >= 16 ? "SET" : "MEMBER";
        var (existing, assumable, isSuperuser) = (new HashSet<string>(), new HashSet<string>(), false);
        using var command = new NpgsqlCommand(
            $"SELECT rolname::text, pg_catalog.pg_has_role(current_user, oid, '{right}'), rolsuper AND rolname = current_user FROM pg_catalog.pg_roles", connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                existing.Add(reader.GetString(0));
                if (reader.GetBoolean(1)) assumable.Add(reader.GetString(0));
                isSuperuser |= reader.GetBoolean(2);
            }
        }

        return new DestinationRoles(existing, assumable, isSuperuser);
    }
}
