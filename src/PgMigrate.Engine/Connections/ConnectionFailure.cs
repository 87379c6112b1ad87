using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>One failure to connect and the endpoint that it concerns.</summary>
internal sealed record ConnectionFailure(DatabaseEndpoint Endpoint, Exception Failure)
{
    public string Host => string.Join(", ", Endpoint.Hosts);

    public string User => Endpoint.Username ?? Environment.UserName;

    /// <summary>The failure as a sentence about what happened and one about what to do.</summary>
    public MigrationException As(string errorId, MigrationErrorCategory category, string message, string remedy)
    {
        var server = Failure as PostgresException ?? Failure.InnerException as PostgresException;
        return new MigrationException(errorId, category, message, Failure)
        {
            Subject = Endpoint.ToString(),
            Remedy = remedy,
            SqlState = server?.SqlState,
            Detail = server?.Detail,
            Hint = server?.Hint,
        };
    }
}
