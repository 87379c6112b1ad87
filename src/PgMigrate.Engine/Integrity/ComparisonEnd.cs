using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>A PostgreSQL at one end of a comparison, and as many sessions in its snapshot as are allowed at once.</summary>
internal sealed class ComparisonEnd(PostgresSource source, string name, int throttleLimit) : IDisposable
{
    /// <summary>Scans of a range of blocks came with PostgreSQL 14 (TID Range Scan); before it, each reads the whole table.</summary>
    private const int BlockRangesSince = 14;

    private readonly SemaphoreSlim slots = new(Math.Max(throttleLimit, 1));

    /// <summary>Which end it is, as errors say it.</summary>
    public string Name => name;

    public string Encoding => source.Sessions.Keeper.PostgresParameters.GetValueOrDefault("server_encoding", "");

    public PgTable TableOf(TocEntry entry) => source.TableOf(entry);

    public IReadOnlyList<PgTable> LeavesOf(PgTable table) => source.Catalog.LeavesOf(table);

    /// <summary>What the server's own hash functions make of a text: the same everywhere, unless the processors' byte orders differ.</summary>
    public Task<string> ReadHashSampleAsync(CancellationToken cancellationToken) => UseAsync(
        "the server",
        async connection =>
        {
            const string Sql = "SELECT pg_catalog.concat(pg_catalog.hashtextextended('PgMigrate' COLLATE pg_catalog.\"C\", 1), pg_catalog.hashint8extended(1, 2))";
            using var command = new NpgsqlCommand(Sql, connection);
            return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        },
        cancellationToken);

    /// <summary>The table cut so that every session has its share.</summary>
    public Task<IReadOnlyList<ChunkBounds>> PlanAsync(PgTable table, CancellationToken cancellationToken)
    {
        const long Least = 8L * 1024 * 1024;
        const long Most = 128L * 1024 * 1024;
        const int PerSession = 4;
        var target = new ChunkTarget(Math.Clamp(table.Bytes / (PerSession * Math.Max(throttleLimit, 1)), Least, Most));
        return UseAsync(
            table.ToString(),
            connection => PostgresChunks.PlanAsync(
                connection, table, LeavesOf(table), target with { ByBlocks = connection.PostgreSqlVersion.Major >= BlockRangesSince }, cancellationToken),
            cancellationToken);
    }

    /// <summary>Lends a session, when one is free; its error is told as the table's at this end.</summary>
    public async Task<T> UseAsync<T>(string table, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.Sessions.TakeAsync(cancellationToken).ConfigureAwait(false);
            var result = await work(connection).ConfigureAwait(false);
            source.Sessions.Return(connection);
            return result;
        }
        catch (Exception error)
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException) throw;
            throw IntegrityErrors.Translate(error, table, name);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose() => slots.Dispose();
}
