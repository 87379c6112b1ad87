using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>Finds out what a place says, and what it said before so many switches.</summary>
internal static class RestorePlanning
{
    /// <exception cref="MigrationException">SwitchJournalMissing or SwitchJournalUnreadable; SwitchTargetEdited where going back would undo more than the switches.</exception>
    public static async Task<SwitchStep> PlanAsync(SwitchPlace place, DatabaseUrlRestoreRequest request, CancellationToken cancellationToken)
    {
        if (place.Journal is not { } journal) throw SwitchErrors.JournalMissing(place.Title, 0, request.Steps);
        var entries = await journal.ReadAsync(place, cancellationToken).ConfigureAwait(false);
        if (entries.Count < request.Steps) throw SwitchErrors.JournalMissing(place.Title, entries.Count, request.Steps);
        var undone = entries.TakeLast(request.Steps).ToList();
        var now = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!request.Force && !IsUnbroken(undone, now)) throw SwitchErrors.EditedSince(place.Title);

        var target = undone[0].Before;
        var back = place.DatabaseOf(target);
        return new(place, now, target)
        {
            EntriesToRemove = undone.Count,
            Dialect = back?.Dialect,
            OldUrl = Masked(place.DatabaseOf(now)),
            NewUrl = Masked(back),
            Lines = place.LinesOf(target),
        };
    }

    /// <summary>Whether each switch began with what the one before it had left, and the last left what is there now.</summary>
    private static bool IsUnbroken(IReadOnlyList<SwitchJournalEntry> entries, byte[]? now)
    {
        for (var index = 1; index < entries.Count; index++)
        {
            if (!entries[index - 1].IsAfter(entries[index].Before)) return false;
        }

        // A switch that was cut short may have written the journal alone.
        return entries[^1].IsAfter(now) || SwitchStep.Same(entries[^1].Before, now);
    }

    private static string? Masked(DatabaseEndpoint? endpoint) => endpoint is null ? null : DatabaseUrl.Format(endpoint, endpoint.Dialect).MaskedText;
}
