using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Chosen entries as the destination can have them: found out before anything is made.</summary>
internal sealed record DatabaseFit
{
    /// <summary>What makes the roles that are missing; none where they are not asked for.</summary>
    public required IReadOnlyList<TocEntry> Roles { get; init; }

    /// <summary>The entries that remain, in their order.</summary>
    public required IReadOnlyList<TocEntry> Entries { get; init; }

    /// <summary>Where the source is, or was dumped.</summary>
    public required HostProfile Source { get; init; }

    /// <summary>Where the destination is.</summary>
    public required HostProfile Host { get; init; }

    public required DestinationRoles There { get; init; }

    /// <summary>The owners whose objects are left to the destination's role.</summary>
    public required IReadOnlySet<string> LeftOwners { get; init; }

    /// <summary>What is otherwise than at the source.</summary>
    public required IReadOnlyList<MigrationFinding> Findings { get; init; }

    /// <summary>What can't come.</summary>
    public required IReadOnlyList<MigrationFinding> Losses { get; init; }

    /// <summary>What the destination's role makes that belongs to another at the source.</summary>
    public required IReadOnlyList<MigrationFinding> Ownership { get; init; }

    /// <summary>Fits the entries. Whatever is tried at the destination is taken back.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="source">Where the entries come from.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="chosen">The entries.</param>
    /// <param name="refuse">
    /// Takes what is a reason to end the run: EncodingDiffers, RowsNotReadable, NotPermittedThere, RolesMissing, OwnersNotPermitted. It throws, or
    /// the looking goes on.
    /// </param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public static async Task<DatabaseFit> RunAsync(
        DatabaseCopyRequest request, IMigrationSource source, Destination destination, IReadOnlyList<TocEntry> chosen, Action<MigrationException> refuse, CancellationToken cancellationToken)
    {
        var (entries, moved) = await DestinationTablespaces.FitAsync(chosen, destination, cancellationToken).ConfigureAwait(false);
        var differences = await CompareAsync(request, source, destination, refuse, cancellationToken).ConfigureAwait(false);
        if (!request.ContinueOnError && source is IDatabaseSource database)
        {
            if (await database.FindUnreadableAsync(entries, cancellationToken).ConfigureAwait(false) is { } unreadable) refuse(unreadable);
        }

        var there = await DestinationRoles.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        var host = await HostFit.RunAsync(request, destination, there, entries, refuse, cancellationToken).ConfigureAwait(false);
        var roles = new RoleRestore(request, there, destination.Role, host);
        var makers = request.IncludeRoles ? source as IDatabaseSource : null;
        roles.Require(host.Entries, areCreated: makers is not null, refuse);
        var (created, lesser) = makers is null ? ([], []) : await roles.PlanAsync(makers, cancellationToken).ConfigureAwait(false);
        var left = roles.LeftOwners(host.Entries, areCreated: makers is not null);
        return new()
        {
            Roles = created,
            Entries = host.Entries,
            Source = host.Source,
            Host = host.Host,
            There = there,
            LeftOwners = left,
            Findings = [.. differences, .. moved, .. host.Findings],
            Losses = host.Losses,
            Ownership = [.. lesser, .. roles.Find(host.Entries, left)],
        };
    }

    /// <summary>What is sent to the destination for the entries.</summary>
    public EntryStatements Statements(DatabaseCopyRequest request, Destination destination) => new()
    {
        Role = destination.Role,
        NoOwner = request.NoOwner,
        Assumable = There.IsSuperuser ? null : There.Assumable,
        LeftOwners = LeftOwners,
        LargeObjects = Entries.Where(entry => entry.Desc == TocDesc.LargeObjects).ToDictionary(entry => entry.DumpId),
    };

    /// <summary>Finds what differs between the databases themselves; refuses a run whose text would not fit.</summary>
    private static async Task<IReadOnlyList<MigrationFinding>> CompareAsync(
        DatabaseCopyRequest request, IMigrationSource source, Destination destination, Action<MigrationException> refuse, CancellationToken cancellationToken)
    {
        var there = await destination.ReadPropertiesAsync(cancellationToken).ConfigureAwait(false);
        var here = (source as IDatabaseSource)?.Properties;
        // What was made as the source says has room for all that is in it, though an archive's text is always in a character set.
        if (!request.Force && !request.Create && DatabaseDifferences.FindLackOfRoom(here?.Encoding ?? "UTF8", there) is { } lack) refuse(lack);
        if (here is null) return [];
        var differences = DatabaseDifferences.Find(here, there);
        return !request.IsSourceFenced && DatabaseDifferences.FindReadOnly(here, there) is { } isReadOnly ? [.. differences, isReadOnly] : differences;
    }
}
