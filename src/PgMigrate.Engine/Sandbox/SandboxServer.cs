using System.Security.Cryptography;
using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// Starts and stops throw-away PostgreSQL servers: private, on the loopback, gone when stopped and when this process dies.
/// </summary>
public static class SandboxServer
{
    private const string Owner = "postgres";

    /// <summary>
    /// Starts a server and makes its database. The endpoint's role owns the database; it is a superuser, except in a Supabase
    /// look-alike.
    /// </summary>
    /// <exception cref="MigrationException">
    /// <c>PostgresBinariesMissing</c>, <c>SandboxVersionInvalid</c>, <c>SandboxVersionMismatch</c>, <c>SandboxFolderNotEmpty</c>,
    /// <c>SandboxFolderUnusable</c>, <c>SandboxNotInitialized</c>, <c>SandboxNotStarted</c>, <c>SandboxDatabaseRefused</c>,
    /// <c>UnprivilegedAccountMissing</c>.
    /// </exception>
    public static async Task<PgSandbox> StartAsync(SandboxOptions options, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var wanted = WantedVersion.Parse(options.Version, options.IsSupabase);
        var account = await ServerAccount.ChooseAsync(cancellationToken).ConfigureAwait(false);
        await SandboxTeardown.SweepAsync(account, observer, cancellationToken).ConfigureAwait(false);
        var installation = await PostgresBinaries.FindAsync(
            wanted, options.BinaryPath, account, observer, cancellationToken).ConfigureAwait(false);
        observer.Verbose($"Starting PostgreSQL {installation.Version} from {installation.Folder}.");

        var folder = SandboxFolder.Locate(options.Path);
        SandboxFolder.Create(folder);
        var record = SandboxRecord.OfThisProcess(folder, installation.PgCtl);
        try
        {
            var watch = OwnerWatch.Start(record, await record.WriteAsync(cancellationToken).ConfigureAwait(false), account);
            RunningSandboxes.Add(new RunningSandbox(record, watch));
            return await StartAsync(options, folder, installation, account, watch, observer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await RemoveAsync(record, account, CancellationToken.None).ConfigureAwait(false);
            // Ctrl+C reaches the server's programs too: that they failed is then no news.
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Stops the server at once and deletes its folder. Stopping one that is gone already does nothing.</summary>
    /// <exception cref="MigrationException"><c>SandboxUnknown</c>, <c>SandboxFolderNotDeleted</c>.</exception>
    public static async Task StopAsync(PgSandbox sandbox, CancellationToken cancellationToken)
    {
        var record = RunningSandboxes.Find(sandbox.Path)?.Record
            ?? await SandboxRecord.ReadAsync(SandboxRecord.FileOf(sandbox.Path), cancellationToken).ConfigureAwait(false);
        if (record is null && !Directory.Exists(sandbox.Path)) return;
        if (record is null)
        {
            throw new MigrationException("SandboxUnknown", MigrationErrorCategory.ObjectNotFound,
                "No sandbox of this account is known in the folder.")
            {
                Subject = sandbox.Path,
                Remedy = $"Stop the sandbox in the process that started it, or end process {sandbox.ProcessId} and delete the "
                    + "folder by hand.",
            };
        }

        await RemoveAsync(
            record, await ServerAccount.ChooseAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PgSandbox> StartAsync(
        SandboxOptions options, string folder, PostgresInstallation installation, ServerAccount account, OwnerWatch watch,
        IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        var superuser = options.IsSupabase ? SupabaseLookalike.Superuser : Owner;
        var cluster = new SandboxCluster(folder, installation, account);
        await cluster.InitializeAsync(superuser, password, cancellationToken).ConfigureAwait(false);
        var (port, processId) = await cluster.StartAsync(cancellationToken).ConfigureAwait(false);
        watch.Cover(processId);

        var bootstrap = Endpoint(port, "postgres", superuser, password);
        await PrepareAsync(options, bootstrap, observer, cancellationToken).ConfigureAwait(false);
        observer.Verbose($"The sandbox listens on port {port}; process {processId}, folder {folder}.");
        return new PgSandbox
        {
            Version = installation.Version,
            Port = port,
            ProcessId = processId,
            Path = folder,
            IsSupabase = options.IsSupabase,
            Endpoint = bootstrap with { Database = options.DatabaseName, Username = Owner },
        };
    }

    private static async Task PrepareAsync(
        SandboxOptions options, DatabaseEndpoint bootstrap, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (options.DatabaseName != bootstrap.Database)
        {
            var statement = $"CREATE DATABASE {SqlText.Identifier(options.DatabaseName)}" + (options.IsSupabase ? "" : $" OWNER {Owner}");
            try
            {
                await InAsync(bootstrap, connection => connection.ExecuteAsync(statement, cancellationToken), observer, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (PostgresException refused)
            {
                throw new MigrationException("SandboxDatabaseRefused", MigrationErrorCategory.InvalidArgument,
                    $"The sandbox's server does not make the database '{options.DatabaseName}': {refused.MessageText}.", refused)
                {
                    Subject = options.DatabaseName,
                    Remedy = "Choose another name for the database.",
                    SqlState = refused.SqlState,
                };
            }
        }

        if (!options.IsSupabase) return;
        var database = bootstrap with { Database = options.DatabaseName };
        await InAsync(
            database, connection => SupabaseLookalike.ApplyAsync(connection, bootstrap.Password!, cancellationToken), observer,
            cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task InAsync(
        DatabaseEndpoint database, Func<NpgsqlConnection, Task> work, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(database, new ConnectorOptions(), observer);
        await using (connector.ConfigureAwait(false))
        {
            var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await work(connection).ConfigureAwait(false);
            }
        }
    }

    private static async Task RemoveAsync(SandboxRecord record, ServerAccount account, CancellationToken cancellationToken)
    {
        await SandboxTeardown.RemoveAsync(record, account, cancellationToken).ConfigureAwait(false);
        await RunningSandboxes.RemoveAsync(record.Folder).ConfigureAwait(false);
    }

    private static DatabaseEndpoint Endpoint(int port, string database, string user, string password) => new()
    {
        Kind = DatabaseKind.PostgreSql,
        Hosts = [new EndpointHost("127.0.0.1", port)],
        Database = database,
        Username = user,
        Password = password,
        SslMode = SslRequirement.Disable,
        Provider = DatabaseProvider.Local,
    };
}
