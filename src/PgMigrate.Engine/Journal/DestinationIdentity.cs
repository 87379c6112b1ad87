using System.Globalization;
using Npgsql;

namespace PgMigrate.Engine.Journal;

/// <summary>What tells one destination from another, for a journal that is not kept in it.</summary>
internal sealed record DestinationIdentity
{
    /// <summary>Hosts and database, and the tenant where a pooler serves many of one name.</summary>
    public required string Name { get; init; }

    /// <summary>The database's OID: one that was dropped and made again has another.</summary>
    public required long DatabaseOid { get; init; }

    /// <summary>The cluster's own number; null where the role may not read it.</summary>
    public string? SystemIdentifier { get; init; }

    /// <summary>The history that the server's WAL is on: a new one after a failover or a restore. Null where the role may not read it.</summary>
    public string? Timeline { get; init; }

    public static async Task<DestinationIdentity> ReadAsync(
        NpgsqlConnection connection, DatabaseEndpoint endpoint, CancellationToken cancellationToken) => new()
        {
            Name = NameOf(endpoint),
            DatabaseOid = long.Parse(
                (await TryReadAsync(connection, "SELECT oid::text FROM pg_catalog.pg_database WHERE datname = current_database()", cancellationToken)
                    .ConfigureAwait(false))!,
                CultureInfo.InvariantCulture),
            SystemIdentifier = await TryReadAsync(
                connection, "SELECT system_identifier::text FROM pg_catalog.pg_control_system()", cancellationToken).ConfigureAwait(false),
            // The first eight digits of a WAL file's name are its timeline (PostgreSQL, xlog_internal.h, XLogFileName).
            Timeline = await TryReadAsync(
                connection, "SELECT substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)", cancellationToken).ConfigureAwait(false),
        };

    /// <summary>Whether both are the same database; a fact that one of them lacks says nothing.</summary>
    public bool IsSameDatabase(DestinationIdentity other)
        => Name == other.Name && IsSameServer(other);

    /// <summary>Whether both are a database of one number in one cluster, whatever address leads there.</summary>
    public bool IsSameServer(DestinationIdentity other) => DatabaseOid == other.DatabaseOid && IsSame(SystemIdentifier, other.SystemIdentifier);

    /// <summary>Whether what had arrived by the other's time must still be there, as far as the server's history tells.</summary>
    public bool HasSameHistory(DestinationIdentity other) => IsSame(Timeline, other.Timeline);

    private static bool IsSame(string? one, string? other) => one is null || other is null || one == other;

    /// <summary>A shared pooler's one host serves many projects; the name of each stands after the role's (<c>postgres.project</c>).</summary>
    private static string NameOf(DatabaseEndpoint endpoint)
    {
        var name = $"{string.Join(',', endpoint.Hosts)}/{endpoint.Database}";
        var dot = endpoint.Username?.LastIndexOf('.') ?? -1;
        return endpoint.Route == ConnectionRoute.SessionPooler && dot >= 0 ? $"{name} of {endpoint.Username![(dot + 1)..]}" : name;
    }

    private static async Task<string?> TryReadAsync(NpgsqlConnection connection, string query, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand(query, connection);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.FeatureNotSupported
            or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            return null;
        }
    }
}
