using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table of one end, and how queries on its rows are run: as a whole, or in parts at the same time.</summary>
internal sealed class ServerTable(ComparisonEnd end, PgTable table, IReadOnlyList<string> columns)
{
    /// <summary>The expressions are few calls of functions: compiling them takes longer than it saves (PostgreSQL 15).</summary>
    private const string WithoutCompiling = "SET LOCAL jit = off; ";

    private IReadOnlyList<ChunkBounds>? chunks;

    public PgTable Table => table;

    public ComparisonEnd End => end;

    /// <summary>What stands after FROM for all of its rows.</summary>
    public ServerRelation Whole => From(ChunkBounds.Whole);

    /// <summary>Asks for the table as a whole.</summary>
    public Task<T> AskAsync<T>(
        Func<ServerRelation, string> query, Func<NpgsqlCommand, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => AskAsync(ChunkBounds.Whole, query, read, cancellationToken);

    /// <summary>Reads the rows of a query on the table as a whole, as COPY writes them.</summary>
    public Task CopyAsync(Func<ServerRelation, string> query, Action<string[]> add, CancellationToken cancellationToken) => end.UseAsync(
        table.ToString(), connection => CopyTextQuery.ReadAsync(connection, query(From(ChunkBounds.Whole)), add, cancellationToken), cancellationToken);

    /// <summary>Asks for every chunk, as many at once as the end's sessions allow, and tells of each as it is answered.</summary>
    public async Task<IReadOnlyList<T>> EachChunkAsync<T>(
        Func<ServerRelation, string> query,
        Func<NpgsqlCommand, CancellationToken, Task<T>> read,
        Action<ChunkBounds, T> answered,
        CancellationToken cancellationToken)
    {
        chunks ??= await end.PlanAsync(table, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = chunks.Select(EachAsync).ToList();
        try
        {
            return await Task.WhenAll(answers).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (answers.Find(answer => answer.IsFaulted) is { } failed)
        {
            // The others were cancelled because of it.
            return [await failed.ConfigureAwait(false)];
        }

        async Task<T> EachAsync(ChunkBounds chunk)
        {
            try
            {
                var answer = await AskAsync(chunk, query, read, stop.Token).ConfigureAwait(false);
                answered(chunk, answer);
                return answer;
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private Task<T> AskAsync<T>(
        ChunkBounds chunk, Func<ServerRelation, string> query, Func<NpgsqlCommand, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => end.UseAsync(
            table.ToString(),
            async connection =>
            {
                using var command = new NpgsqlCommand(WithoutCompiling + query(From(chunk)), connection);
                return await read(command, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private ServerRelation From(ChunkBounds chunk)
    {
        var (relation, conditions) = PostgresChunks.From(table, end.LeavesOf(table), columns, chunk);
        return new(relation, [.. conditions.Select(condition => $"t.{condition}")]);
    }
}
