using Npgsql;
using static PgMigrate.MigrationErrorCategory;

namespace PgMigrate.Engine.Connections;

/// <summary>What poolers (Supabase's Supavisor, PgBouncer) say in their own words, under SQLSTATEs that tell little.</summary>
internal static class PoolerErrors
{
    /// <summary>Whether the pooler may have room when asked again.</summary>
    public static bool IsTransient(string message) => IsFull(message) || IsBusy(message);

    /// <summary>A migration needs sessions of its own.</summary>
    public static MigrationException TransactionMode(DatabaseEndpoint endpoint) => new(
        "TransactionPoolerRefused",
        InvalidOperation,
        $"{endpoint} is a pooler in transaction mode, where neither a lock nor a session's settings last from one statement to the next.")
    {
        Subject = endpoint.ToString(),
        Remedy = "Give the server's direct address, or a pooler in session mode (Supabase: port 5432 instead of 6543), without pgbouncer=true.",
    };

    /// <summary>The pooler's error in PgMigrate's words; null where the message is no pooler's.</summary>
    public static MigrationException? Translate(ConnectionFailure error, PostgresException server)
    {
        var message = server.MessageText;
        if (Says(message, "Tenant or user not found")
            || (Says(message, "tenant/user") && Says(message, "not found")) || Says(message, "ENOTFOUND"))
        {
            return error.As(
                "TenantNotFound", ObjectNotFound,
                $"The pooler at {error.Host} knows no project for user '{error.User}'.",
                "Copy the session pooler's string from the dashboard: the user is postgres.<project-ref>, and each project has its own "
                + "pooler host.");
        }

        if (Says(message, "no tenant identifier") || Says(message, "ENOIDENTIFIER"))
        {
            return error.As(
                "TenantMissing", InvalidArgument,
                $"The pooler at {error.Host} cannot tell which project is meant.",
                "Write the user as postgres.<project-ref>.");
        }

        if (Says(message, "ECIRCUITBREAKER") || Says(message, "circuit breaker"))
        {
            return error.As(
                "LoginsLockedOut", AuthenticationError,
                $"The pooler at {error.Host} has locked out user '{error.User}' after repeated wrong passwords.",
                "Wait some minutes, then connect with the right password.");
        }

        if (Says(message, "EWRONGPASSWORD")) return ConnectionErrors.WrongPassword(error);
        if (Says(message, "SSL connection is required") || Says(message, "ESSLREQUIRED")) return ConnectionErrors.TlsRequired(error);
        if (Says(message, "EADDRNOTALLOWED") || Says(message, "not in tenant allow_list"))
        {
            return error.As(
                "ClientNotAllowed", PermissionDenied,
                $"The pooler at {error.Host} admits no connection from this machine's address.",
                "Allow the address in the project's network restrictions, and look for a ban under its database settings.");
        }

        if (IsFull(message))
        {
            return error.As(
                "PoolerFull", ResourceBusy,
                $"The pooler at {error.Host} has no client connection left.",
                "Lower -ThrottleLimit, close other programs' connections, or raise the pool size in the dashboard.");
        }

        if (IsBusy(message))
        {
            return error.As(
                "PoolerBusy", ResourceBusy,
                $"The pooler at {error.Host} got no server connection in time.",
                "Lower -ThrottleLimit or raise the pool size; then try again.");
        }

        if (Says(message, "no such database"))
        {
            return error.As(
                "DatabaseNotFound", ObjectNotFound,
                $"The pooler at {error.Host} knows no database '{error.Endpoint.Database}'.",
                "Correct the database's name, or add it to the pooler's configuration.");
        }

        return Says(message, "unsupported startup parameter")
            ? error.As(
                "StartupParameterRefused", InvalidOperation,
                $"The pooler at {error.Host} refused a setting of the connection: {message}",
                "Leave the setting out, or add it to the pooler's ignore_startup_parameters.")
            : null;
    }

    private static bool IsFull(string message)
        => Says(message, "EMAXCONN") || Says(message, "Max client connections reached") || Says(message, "MaxClientsInSessionMode")
            || Says(message, "no more connections allowed");

    private static bool IsBusy(string message)
        => Says(message, "ECHECKOUTTIMEOUT") || Says(message, "unable to check out connection") || Says(message, "query_wait_timeout");

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
