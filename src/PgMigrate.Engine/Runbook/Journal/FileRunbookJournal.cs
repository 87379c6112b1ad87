using System.Text.Json;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Engine.Runbook;

/// <summary>The journal in a file that its owner alone reads, beside the file that holds the rows' checkpoints.</summary>
internal sealed class FileRunbookJournal(string rowsPath) : IRunbookJournal
{
    private readonly string path = rowsPath + ".json";

    public string? Path => rowsPath;

    /// <exception cref="MigrationException">MigrationJournalUnusable.</exception>
    public async Task<IReadOnlyList<RunbookState>> ListAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return [];
        try
        {
            var states = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), RunbookJson.Default.IReadOnlyListRunbookState) ?? [];
            return [.. states.OrderByDescending(state => state.StartedAt)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw RunbookErrors.JournalUnusable(path, failure.Message, failure);
        }
    }

    public async Task SaveAsync(RunbookState state, CancellationToken cancellationToken)
    {
        var others = (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(known => known.Id != state.Id);
        await WriteAsync([.. others, state], cancellationToken).ConfigureAwait(false);
    }

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var others = (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(known => known.Id != id).ToList();
        if (others.Count > 0) await WriteAsync(others, cancellationToken).ConfigureAwait(false);
        else File.Delete(path);
    }

    private async Task WriteAsync(IReadOnlyList<RunbookState> states, CancellationToken cancellationToken)
    {
        try
        {
            await WholeFile.PutAsync(path, JsonSerializer.SerializeToUtf8Bytes(states, RunbookJson.Default.IReadOnlyListRunbookState), null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw RunbookErrors.JournalUnusable(path, failure.Message, failure);
        }
    }
}
