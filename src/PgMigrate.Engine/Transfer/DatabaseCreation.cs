using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Makes the destination's database as the source says of its own, over another database of the server (PostgreSQL, pg_backup_archiver.c,
/// RestoreArchive with --create). What is said of the database beside that, such as its owner, comes with the other entries.
/// </summary>
internal static class DatabaseCreation
{
    /// <summary>Databases that every server has, unless somebody dropped them.</summary>
    private static readonly string[] Maintenance = ["postgres", "template1"];

    /// <param name="request">What to make, and whether to drop it first.</param>
    /// <param name="own">What the source says of its database itself.</param>
    /// <param name="resumes">Whether a database that is there is this run's own.</param>
    /// <param name="observer">Hears of the connection.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MigrationException">DatabaseNotDescribed, DatabaseExists, DatabaseNotFound, DatabaseNotCreated.</exception>
    public static async Task RunAsync(
        DatabaseCopyRequest request, IReadOnlyList<TocEntry> own, bool resumes, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var name = request.Destination.Database;
        var entries = own.Select(entry => DatabaseRenaming.Apply(entry, name)).ToList();
        var database = entries.Find(entry => entry.Desc == TocDesc.Database) ?? throw NotDescribed(request);
        var connector = await ConnectAsync(request, observer, cancellationToken).ConfigureAwait(false);
        await using (connector.Connector.ConfigureAwait(false))
        await using (connector.Connection.ConfigureAwait(false))
        {
            var isThere = await IsThereAsync(connector.Connection, name, cancellationToken).ConfigureAwait(false);
            if (isThere && resumes) return;
            if (isThere && !request.Clean) throw Exists(request);
            if (!isThere && request is { Clean: true, IfExists: false }) throw NotFound(request);
            var drops = isThere ? entries.Where(entry => entry.Desc is TocDesc.Database or TocDesc.DatabaseProperties).Reverse().Select(entry => entry.DropStatement) : [];
            var creation = request.NoTablespaces ? WithoutTablespace(database.Definition) : database.Definition;
            // None of them may be in a transaction with others.
            foreach (var statement in drops.Append(creation).SelectMany(SqlScript.Split))
            {
                await ExecuteAsync(connector.Connection, name, statement.Text, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<(PostgresConnector Connector, NpgsqlConnection Connection)> ConnectAsync(
        DatabaseCopyRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var ways = Maintenance.Where(name => name != request.Destination.Database).ToList();
        foreach (var name in ways)
        {
            var connector = new PostgresConnector(MigrationRoute.Prepare(request.Destination with { Database = name }, observer), MigrationSources.ConnectorOptions, observer);
            try
            {
                return (connector, await connector.OpenAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (Exception error)
            {
                await connector.DisposeAsync().ConfigureAwait(false);
                if (error is not MigrationException { ErrorId: "DatabaseNotFound" } || name == ways[^1]) throw;
            }
        }

        throw new InvalidOperationException("There is no way to the server.");
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = $1)", connection) { Parameters = { new() { Value = name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string name, string statement, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteEachAsync([statement], cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error))
        {
            throw new MigrationException("DatabaseNotCreated", MigrationErrorCategory.InvalidOperation, $"The database {name} could not be made: {error.MessageText}.", error)
            {
                Subject = name,
                Remedy = error.SqlState switch
                {
                    PostgresErrorCodes.InsufficientPrivilege => "Connect as a superuser or a role with CREATEDB, or let somebody make the database and leave -Create out.",
                    PostgresErrorCodes.ObjectInUse => "End the sessions that are connected to it, then run the same command again.",
                    _ => "Make the database by hand as the destination can have it, and leave -Create out; -NoTablespaces leaves it in the default tablespace.",
                },
                SqlState = error.SqlState,
                Detail = error.Detail,
                Hint = error.Hint,
                Statement = statement,
            };
        }
    }

    /// <summary>The statement without its word TABLESPACE and what that is set to.</summary>
    private static string WithoutTablespace(string statement)
    {
        var lexer = new SqlLexer(statement);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (!lexer.Is(token, "TABLESPACE")) continue;
            lexer.Next();
            return statement[..token.Start].TrimEnd() + statement[lexer.Next().End..];
        }

        return statement;
    }

    private static MigrationException NotDescribed(DatabaseCopyRequest request) => new(
        "DatabaseNotDescribed", MigrationErrorCategory.ObjectNotFound, $"{request.Source} does not say what its database is like.")
    {
        Subject = request.Source.ToString(),
        Remedy = "Make the database by hand and leave -Create out; a script tells it where pg_dump --create wrote it.",
    };

    private static MigrationException Exists(DatabaseCopyRequest request) => new(
        "DatabaseExists", MigrationErrorCategory.ResourceExists, $"The database {request.Destination} is there already.")
    {
        Subject = request.Destination.ToString(),
        Remedy = "Leave -Create out to copy into it, drop it first with -Clean, or go on with -Resume where an earlier run made it.",
    };

    private static MigrationException NotFound(DatabaseCopyRequest request) => new(
        "DatabaseNotFound", MigrationErrorCategory.ObjectNotFound, $"The database {request.Destination} is not there to be dropped.")
    {
        Subject = request.Destination.ToString(),
        Remedy = "Add -IfExists, or leave -Clean out.",
    };
}
