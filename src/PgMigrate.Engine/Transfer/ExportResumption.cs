using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// What an export can keep of an earlier one that was stopped. The earlier one's snapshot is gone with its session, and an archive is of one snapshot:
/// so a table's file stays only where the server proves that its rows are the same in this run's snapshot. All else is written again.
/// </summary>
internal static class ExportResumption
{
    /// <summary>Names the source's database, wherever it is reached at.</summary>
    public static async Task<string> DescribeAsync(DatabaseExportRequest request, IMigrationSource source, CancellationToken cancellationToken)
        => source is IDatabaseSource database && await database.ReadIdentityAsync(cancellationToken).ConfigureAwait(false) is { } identity
            ? identity
            : RunLedger.IdentityOf(request.Source);

    /// <summary>The files that stay.</summary>
    public static async Task<IReadOnlyList<FinishedData>> FindAsync(
        DatabaseExportRequest request, IMigrationSource source, IReadOnlyList<TocEntry> entries, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(request.Path);
        if (await DirectoryNotes.ReadAsync(folder, cancellationToken).ConfigureAwait(false) is not { } notes)
        {
            observer.Warning($"There is no export to go on with in '{folder}': nothing is resumed.");
            return [];
        }

        if (source is not IDatabaseSource database || await database.ReadIdentityAsync(cancellationToken).ConfigureAwait(false) is not { } identity)
        {
            observer.Warning("The source does not tell whether its rows are those of the stopped export: all of them are written again.");
            return [];
        }

        if (notes.Head != new DirectoryNotesHead(identity, request.Compressed))
        {
            observer.Warning("The stopped export was of another database, or compressed in another way: everything is written again.");
            return [];
        }

        var byId = entries.ToDictionary(entry => entry.DumpId);
        var candidates = notes.Finished.GroupBy(one => one.DumpId).Select(some => some.Last())
            .Where(one => byId.TryGetValue(one.DumpId, out var entry) && IsOf(one, entry) && IsThere(folder, one)).ToList();
        var kept = new List<FinishedData>();
        foreach (var one in candidates)
        {
            var entry = byId[one.DumpId];
            if (await database.HasSameRowsAsync(entry, one.State, one.Rows, cancellationToken).ConfigureAwait(false)) kept.Add(one with { State = source.DescribeState(entry) });
        }

        observer.Verbose(FormattableString.Invariant(
            $"{kept.Count:N0} of {notes.Finished.Count:N0} tables that were written have the same rows as then and stay; the others are written again."));
        return kept;
    }

    private static bool IsOf(FinishedData one, TocEntry entry) => one.Key == entry.Key && one.CopyStatement == entry.CopyStatement;

    private static bool IsThere(string folder, FinishedData one)
        => Path.GetFileName(one.File) == one.File && new FileInfo(Path.Combine(folder, one.File)) is { Exists: true } file && file.Length == one.Length;
}
