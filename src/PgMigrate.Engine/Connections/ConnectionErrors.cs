using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using static PgMigrate.MigrationErrorCategory;

namespace PgMigrate.Engine.Connections;

/// <summary>Turns the driver's failures to connect into sentences: what happened, to which endpoint, what to do now.</summary>
internal static class ConnectionErrors
{
    private static readonly string[] TransientStates =
    [
        PostgresErrorCodes.TooManyConnections, PostgresErrorCodes.CannotConnectNow, PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
    ];

    /// <summary>Whether trying again may help. Wrong passwords never: a provider locks out who repeats them.</summary>
    public static bool IsTransient(Exception failure)
    {
        if (failure is MigrationException) return false;
        if (Find<PostgresException>(failure) is { } server)
        {
            return TransientStates.Contains(server.SqlState) || PoolerErrors.IsTransient(server.MessageText);
        }

        if (Find<AuthenticationException>(failure) is not null) return false;
        if (Find<SocketException>(failure) is { } socket)
        {
            // A name or a way that is not there now, as to an IPv6 address from an IPv4 network, will not be there in some seconds.
            return socket.SocketErrorCode is not (SocketError.HostNotFound or SocketError.NoData
                or SocketError.NetworkUnreachable or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable);
        }

        return Find<TimeoutException>(failure) is not null
            || Find<IOException>(failure) is not null || failure is NpgsqlException { IsTransient: true };
    }

    /// <summary>Whether the database is not there to be asked: out of reach or gone. One that answers and refuses is there.</summary>
    public static bool IsUnreachable(MigrationException failure) => failure.Category is ConnectionError or ResourceUnavailable or OperationTimeout or ObjectNotFound;

    /// <summary>The failure in PgMigrate's words.</summary>
    /// <param name="failure">What the driver threw.</param>
    /// <param name="endpoint">The endpoint that was tried.</param>
    /// <param name="refusal">Why the server's certificate was refused, if it was.</param>
    /// <param name="addresses">The host's addresses as far as they are known.</param>
    public static MigrationException Translate(
        Exception failure, DatabaseEndpoint endpoint, CertificateRefusal? refusal = null, IReadOnlyList<IPAddress>? addresses = null)
    {
        if (failure is MigrationException known) return known;
        var error = new ConnectionFailure(endpoint, failure);
        if (refusal is { } reason) return Certificate(error, reason);
        if (Find<PostgresException>(failure) is { } server) return Server(error, server);
        if (Find<SocketException>(failure) is { } socket) return SocketErrors.Translate(error, socket, addresses ?? []);
        if (Find<TimeoutException>(failure) is not null) return SocketErrors.TimedOut(error);
        return Driver(error, failure.Message);
    }

    private static MigrationException Server(ConnectionFailure error, PostgresException server)
    {
        var message = server.MessageText;
        if (PoolerErrors.Translate(error, server) is { } pooler) return pooler;
        if (message.Contains("no pg_hba.conf entry", StringComparison.Ordinal))
        {
            return message.Contains("no encryption", StringComparison.Ordinal) || message.Contains("SSL off", StringComparison.Ordinal)
                ? TlsRequired(error)
                : error.As(
                    "ClientNotAllowed", PermissionDenied,
                    $"The server at {error.Host} admits no connection of user '{error.User}' from this machine.",
                    "Allow this machine's address in the server's pg_hba.conf or in the provider's list of allowed addresses.");
        }

        return server.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword => WrongPassword(error),
            PostgresErrorCodes.InvalidAuthorizationSpecification => error.As(
                "AuthenticationFailed", AuthenticationError,
                $"The server at {error.Host} does not let user '{error.User}' log in.",
                "Check the user's name, and that the role exists and may log in."),
            PostgresErrorCodes.InvalidCatalogName => error.As(
                "DatabaseNotFound", ObjectNotFound,
                $"The database '{error.Endpoint.Database}' does not exist on {error.Host}.",
                "Correct the database's name, or create it first."),
            PostgresErrorCodes.TooManyConnections => error.As(
                "TooManyConnections", ResourceBusy, $"The server at {error.Host} has no connection left.",
                "Close other programs' connections, lower -ThrottleLimit, or raise max_connections."),
            PostgresErrorCodes.CannotConnectNow => error.As(
                "ServerNotReady", ResourceUnavailable,
                $"The server at {error.Host} is starting, stopping or recovering.",
                "Try again when the server is up."),
            PostgresErrorCodes.InsufficientPrivilege => error.As(
                "ConnectDenied", PermissionDenied,
                $"User '{error.User}' may not connect to the database '{error.Endpoint.Database}'.",
                "Grant CONNECT on the database to the user."),
            _ => error.As(
                "ConnectionFailed", ConnectionError,
                $"The server at {error.Host} refused the connection: {message}",
                "See the server's message for the cause."),
        };
    }

    private static MigrationException Driver(ConnectionFailure error, string message)
    {
        if (message.Contains("No password has been provided", StringComparison.Ordinal))
        {
            return error.As(
                "PasswordMissing", AuthenticationError,
                $"The server at {error.Host} asks for a password, and the endpoint has none.",
                "Put the password into the connection string, or give -Credential.");
        }

        if (message.StartsWith("SSL connection requested", StringComparison.Ordinal))
        {
            return error.As(
                "TlsNotSupported", SecurityError,
                $"The server at {error.Host} offers no encryption, and the connection requires it.",
                "Switch TLS on at the server, or say sslmode=disable if the network between is trusted.");
        }

        return Find<AuthenticationException>(error.Failure) is not null
            ? error.As(
                "TlsFailed", SecurityError,
                $"No encryption could be agreed with the server at {error.Host}.",
                "Check that the server speaks TLS 1.2 or later.")
            : Find<IOException>(error.Failure) is not null
                ? error.As(
                    "ConnectionLost", ConnectionError,
                    $"The server at {error.Host} closed the connection while it was being opened.",
                    "Check that a PostgreSQL server listens on this port, and the provider's list of allowed addresses.")
                : error.As(
                    "ConnectionFailed", ConnectionError,
                    $"The connection to {error.Host} could not be opened: {message}",
                    "See the message for the cause.");
    }

    internal static MigrationException WrongPassword(ConnectionFailure error)
        => error.As(
            "AuthenticationFailed", AuthenticationError,
            $"The server at {error.Host} refused the password of user '{error.User}'.",
            "Check user and password; in a URL, special characters of the password must be percent-encoded.");

    internal static MigrationException TlsRequired(ConnectionFailure error)
        => error.As(
            "TlsRequired", SecurityError,
            $"The server at {error.Host} accepts only encrypted connections.",
            "Use sslmode=require, or leave sslmode out.");

    private static MigrationException Certificate(ConnectionFailure error, CertificateRefusal refusal) => refusal switch
    {
        CertificateRefusal.OtherHost => error.As(
            "CertificateHostMismatch", SecurityError,
            $"The server's certificate is not issued for '{error.Endpoint.Host}'.",
            "Connect by the name in the certificate, or say sslmode=verify-ca if only the issuer matters."),
        CertificateRefusal.Expired => error.As(
            "CertificateExpired", SecurityError,
            $"The certificate of the server at {error.Host} is out of date or not valid yet.",
            "Renew the server's certificate, or check this machine's clock."),
        _ => error.As(
            "CertificateNotTrusted", SecurityError,
            $"The certificate of the server at {error.Host} is not signed by a root that is trusted.",
            "Name the provider's root certificate in sslrootcert, or say sslmode=require to encrypt without checking whom you talk to."),
    };

    private static T? Find<T>(Exception? failure) where T : Exception => failure switch
    {
        null => null,
        T found => found,
        AggregateException many => many.InnerExceptions.Select(Find<T>).FirstOrDefault(found => found is not null),
        _ => Find<T>(failure.InnerException),
    };
}
