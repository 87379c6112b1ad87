using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Sandbox;

namespace PgMigrate.Benchmarks;

/// <summary>The throw-away server that holds the sources and the destinations of all contenders.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly PgSandbox sandbox;

    private BenchmarkServer(PgSandbox sandbox) => this.sandbox = sandbox;

    public string Version => $"PostgreSQL {sandbox.Version}";

    /// <summary>What libpq's programs need to reach the server, as environment variables, so that no password is an argument.</summary>
    public IReadOnlyDictionary<string, string> LibpqEnvironment { get; private init; } = new Dictionary<string, string>();

    /// <summary>Starts the server. Autovacuum is off, or it would work in one contender's time and not in another's.</summary>
    public static async Task<BenchmarkServer> StartAsync(CancellationToken cancellationToken)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), new SilentObserver(), cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(DatabaseUrl.Format(sandbox.Endpoint, DatabaseUrlDialect.Npgsql).Text);
        var server = new BenchmarkServer(sandbox)
        {
            LibpqEnvironment = new Dictionary<string, string>
            {
                ["PGHOST"] = settings.Host!,
                ["PGPORT"] = $"{settings.Port}",
                ["PGUSER"] = settings.Username!,
                ["PGPASSWORD"] = settings.Password!,
            },
        };
        await server.ExecuteAsync("postgres", "ALTER SYSTEM SET autovacuum = off", cancellationToken);
        await server.ExecuteAsync("postgres", "SELECT pg_catalog.pg_reload_conf()", cancellationToken);
        return server;
    }

    /// <summary>The URL of one of the server's databases, with its password.</summary>
    public string UrlOf(string database) => DatabaseUrl.Format(sandbox.Endpoint with { Database = database }, DatabaseUrlDialect.Libpq).Text;

    /// <summary>The address of one of the server's databases without its password.</summary>
    public string AddressOf(string database) => $"pgsql://{sandbox.Endpoint.Username}@{sandbox.Endpoint.Host}:{sandbox.Port}/{database}";

    /// <summary>Makes a database anew, like its template, and has the server write out what earlier work left in memory.</summary>
    public async Task RecreateAsync(string database, string? template, CancellationToken cancellationToken)
    {
        await DropAsync(database, cancellationToken);
        await ExecuteAsync("postgres", $"CREATE DATABASE {database}" + (template is null ? "" : $" TEMPLATE {template}"), cancellationToken);
        await ExecuteAsync("postgres", "CHECKPOINT", cancellationToken);
    }

    public Task DropAsync(string database, CancellationToken cancellationToken)
        => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {database} WITH (FORCE)", cancellationToken);

    public async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Has the server hash every row of every table, as its text, one table after the other.</summary>
    public async Task HashAsync(string database, CancellationToken cancellationToken)
    {
        const string Statements = """
            SELECT string_agg(format('SELECT sum(hashtextextended(t::text, 0)::numeric) FROM %s t', c.oid::regclass), '; ')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgmigrate')
            """;
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var statements = new NpgsqlCommand(Statements, connection);
        var text = (string)(await statements.ExecuteScalarAsync(cancellationToken))!;
        await using var hashes = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        await hashes.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What is in a database, counted: every row of every table outside the journal's schema, and every index and foreign key.</summary>
    public async Task<Contents> CountAsync(string database, CancellationToken cancellationToken)
    {
        const string Counts = """
            SELECT 'SELECT sum(n)::bigint FROM (' || string_agg(format('SELECT count(*) AS n FROM ONLY %I.%I', n.nspname, c.relname), ' UNION ALL ') || ') t',
                   (SELECT count(*) FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'pg_toast', 'pgmigrate')),
                   (SELECT count(*) FROM pg_constraint k JOIN pg_namespace s ON s.oid = k.connamespace WHERE k.contype = 'f' AND s.nspname <> 'pgmigrate')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgmigrate')
            """;
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var counts = new NpgsqlCommand(Counts, connection);
        await using var reader = await counts.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (sql, indexes, foreignKeys) = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2));
        await reader.CloseAsync();
        await using var rows = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return new((long)(await rows.ExecuteScalarAsync(cancellationToken))!, indexes, foreignKeys);
    }

    public async ValueTask DisposeAsync() => await SandboxServer.StopAsync(sandbox, CancellationToken.None);

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var text = DatabaseUrl.Format(sandbox.Endpoint with { Database = database }, DatabaseUrlDialect.Npgsql).Text;
        // Pooled connections would keep a template database busy.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(text) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
