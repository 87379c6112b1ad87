using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>
/// Makes the whole schema at the destination as a copy would, without rows, in the transaction of the destination, which is taken back: what the
/// server says against a statement then is known before anything moves.
/// </summary>
internal sealed class SchemaRehearsal(DatabaseCopyRequest request, Destination destination, DatabaseFit fit, IMigrationObserver observer)
{
    /// <summary>Somebody who uses the destination's own tables, such as its accounts, must not wait behind a rehearsal.</summary>
    private const string Patience = "2s";

    private readonly Dictionary<TocEntry, MigrationException> refused = [];
    private readonly RehearsalObserver told = new(observer);

    /// <summary>What the server refuses, in order, and not because of something else that it refused.</summary>
    public IReadOnlyList<(TocEntry Entry, MigrationException Error)> Failures { get; private set; } = [];

    /// <summary>The entries that fail with those that they need.</summary>
    public int Followers { get; private set; }

    /// <summary>What a copy would leave out and go on.</summary>
    public IReadOnlyList<string> LeftOut => told.Warnings;

    /// <exception cref="MigrationException">The connection was lost.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await destination.ExecuteAsync($"SET LOCAL lock_timeout = '{Patience}'", cancellationToken).ConfigureAwait(false);
        var phases = new EntryPhases(fit.Entries);
        var entries = Rehearsed().OrderBy(phases.Of).ToList();
        var progress = new EntryProgress(observer, "Trying the schema", [.. fit.Roles.Concat(entries).Select(entry => (entry, EntryPhase.PreData))]);
        var restore = new EntryRestore(destination, Guid.Empty, fit.Statements(request, destination), progress, told);
        await new EntrySequence(restore, (entry, error) => refused[entry] = error).RunAsync(fit.Roles.Concat(entries), cancellationToken).ConfigureAwait(false);
        progress.End();
        Part(entries);
    }

    /// <summary>Rows are not rehearsed, nor is what would read them; large objects can be very many.</summary>
    private IEnumerable<TocEntry> Rehearsed()
    {
        var large = fit.Entries.Where(entry => entry.Desc == TocDesc.LargeObjects).Select(entry => entry.DumpId).ToHashSet();
        return fit.Entries.Where(entry => !entry.HasData && entry.Desc is not (TocDesc.Refresh or TocDesc.SequenceSet or TocDesc.LargeObjects) && !entry.Dependencies.Any(large.Contains));
    }

    /// <summary>Tells causes from what only follows them.</summary>
    private void Part(IReadOnlyList<TocEntry> entries)
    {
        var tainted = new HashSet<int>();
        var causes = new List<(TocEntry, MigrationException)>();
        foreach (var entry in fit.Roles.Concat(entries))
        {
            var follows = entry.Dependencies.Any(tainted.Contains);
            if (refused.TryGetValue(entry, out var error))
            {
                if (follows) Followers++;
                else causes.Add((entry, error));
            }

            if (error is not null || follows) tainted.Add(entry.DumpId);
        }

        Failures = causes;
    }
}
