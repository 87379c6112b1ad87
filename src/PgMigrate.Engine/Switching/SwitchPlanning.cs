using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>Finds out what a place says, and what it shall say for another database.</summary>
internal static class SwitchPlanning
{
    public static async Task<SwitchStep> PlanAsync(SwitchPlace place, DatabaseUrlSwitchRequest request, CancellationToken cancellationToken)
    {
        var before = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
        var old = place.DatabaseOf(before);
        var url = DatabaseUrl.Format(request.Database, place.Target.Dialect ?? request.Dialect ?? Fitting(old, request.Database));
        var after = place.Edit(before, url.Text);
        var lines = place.LinesOf(after);
        var oldUrl = old is null ? null : DatabaseUrl.Format(old, old.Dialect).MaskedText;
        return new(place, before, after)
        {
            Entry = place.Journal is null ? null : SwitchJournalEntry.Of(place, before, after, oldUrl, url.MaskedText),
            Dialect = url.Dialect,
            OldUrl = oldUrl,
            NewUrl = url.MaskedText,
            Lines = lines,
            Warnings = [.. Warnings(place.Name, lines, url), .. await place.WarningsAsync(old, cancellationToken).ConfigureAwait(false)],
        };
    }

    /// <summary>The old value's form where it can name the new database, else the URL that most clients of its kind read.</summary>
    private static DatabaseUrlDialect Fitting(DatabaseEndpoint? old, DatabaseEndpoint endpoint)
    {
        if (old?.Kind == endpoint.Kind) return old.Dialect;
        return endpoint.Kind == DatabaseKind.Sqlite ? DatabaseUrlDialect.Sqlite : DatabaseUrlDialect.Libpq;
    }

    private static IEnumerable<string> Warnings(string name, IReadOnlyList<int> lines, DatabaseUrlText url)
    {
        if (lines.Count > 1)
        {
            yield return $"{name} is assigned {lines.Count} times, in lines {string.Join(", ", lines)}: programs take the last; "
                + "all were given the same value.";
        }

        if (url.Dropped.Count > 0) yield return $"The {url.Dialect} form has no place for {string.Join(", ", url.Dropped)}: left out.";
        foreach (var warning in url.Warnings) yield return warning;
    }
}
