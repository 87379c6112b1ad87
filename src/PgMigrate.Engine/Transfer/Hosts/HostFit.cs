using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Fits the source's entries to the destination and its host: what the host makes itself stays, extensions are found where they are, and what
/// the role may not make, or would give to others than at the source, is known before anything is made.
/// </summary>
internal sealed class HostFit
{
    private readonly DatabaseCopyRequest request;
    private readonly Destination destination;
    private readonly DestinationRoles there;
    private readonly FittedEntries fitted;

    private HostFit(DatabaseCopyRequest request, Destination destination, DestinationRoles there, HostProfile source, HostProfile host, IReadOnlyList<TocEntry> entries)
    {
        (this.request, this.destination, this.there, Source, Host) = (request, destination, there, source, host);
        fitted = new(entries);
    }

    /// <summary>Where the source is, or was dumped.</summary>
    public HostProfile Source { get; }

    /// <summary>Where the destination is.</summary>
    public HostProfile Host { get; }

    /// <summary>The entries that remain, in their order.</summary>
    public IReadOnlyList<TocEntry> Entries => fitted.Entries;

    /// <summary>What is otherwise than at the source, and no loss.</summary>
    public IReadOnlyList<MigrationFinding> Findings => fitted.Findings;

    /// <summary>What can't come.</summary>
    public IReadOnlyList<MigrationFinding> Losses => fitted.Losses;

    /// <summary>Fits the entries. Where something can't come, and nothing was said about going on without it, that is refused: NotPermittedThere.</summary>
    public static async Task<HostFit> RunAsync(
        DatabaseCopyRequest request, Destination destination, DestinationRoles there, IReadOnlyList<TocEntry> entries, Action<MigrationException> refuse,
        CancellationToken cancellationToken)
    {
        var host = request.DestinationHost is { } named
            ? HostProfile.Of(named)
            : await destination.UseAsync(connection => HostRecognition.OfAsync(connection, request.Destination, cancellationToken), cancellationToken).ConfigureAwait(false);
        var fit = new HostFit(request, destination, there, HostRecognition.Of(entries, request.Source), host, entries);
        await fit.FitAsync(refuse, cancellationToken).ConfigureAwait(false);
        return fit;
    }

    /// <summary>Whether what a role owns or was granted is left to others, or out, where the role is not there: hosts give out roles, not users.</summary>
    public bool IsStrange(string role) => Host.IsStrange(role, Source, request.IncludeRoles);

    private async Task FitAsync(Action<MigrationException> refuse, CancellationToken cancellationToken)
    {
        await LeaveStatisticsAsync(cancellationToken).ConfigureAwait(false);
        var publications = await destination.UseAsync(connection => PublicationNames.ReadAsync(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
        new HostObjects(Source, Host, publications).Fit(fitted);
        await FitExtensionsAsync(cancellationToken).ConfigureAwait(false);
        if (!there.IsSuperuser)
        {
            var trial = await RoleTrial.RunAsync(destination, Entries, cancellationToken).ConfigureAwait(false);
            fitted.Lose(trial.Refuse);
        }

        new StrangePrivileges(there, IsStrange).Fit(fitted);
        if (fitted.Losses.Count > 0 && !request.ContinueOnError) refuse(Lost());
        var inherited = await InheritedPrivileges.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        fitted.Change(inherited.TakeBack);
    }

    /// <summary>Servers take them back since PostgreSQL 18; older ones find them out anew.</summary>
    private async Task LeaveStatisticsAsync(CancellationToken cancellationToken)
    {
        var major = await destination.UseAsync(connection => Task.FromResult(connection.PostgreSqlVersion.Major), cancellationToken).ConfigureAwait(false);
        if (major >= 18) return;
        var left = fitted.Leave(entry => entry.Desc == TocDesc.StatisticsData);
        if (left.Count > 0) fitted.Tell(new()
        {
            Kind = MigrationFindingKind.Statistics,
            Object = left[0].ToString(),
            What = $"The destination's PostgreSQL {major} takes no statistics from elsewhere, and those of {left.Count} tables and indexes are left out.",
            Remedy = "Nothing is to be done: ANALYZE finds them out, which the copy ends with unless -SkipAnalyze is said.",
        });
    }

    private async Task FitExtensionsAsync(CancellationToken cancellationToken)
    {
        var wanted = Entries.Where(entry => entry.Desc == TocDesc.Extension).ToList();
        if (wanted.Count == 0) return;
        // A superuser makes whatever the server has, where the source has it: there is nothing to find out.
        if (there.IsSuperuser && Host.ExtensionSchema is null) return;
        var homes = await ExtensionHomes.FindAsync(destination, wanted, Host, cancellationToken).ConfigureAwait(false);
        LeaveUnusedExtensions(homes);
        fitted.Lose(entry => entry.Desc == TocDesc.Extension && homes.Refused.TryGetValue(entry.Tag, out var refusal)
            ? (MigrationFindingKind.Extension, $"The destination will not make it: {refusal}.", $"Leave it and what needs it out with -ExcludeExtension {entry.Tag}, or have it made by who may.")
            : null);
        new ExtensionMoves(homes).Fit(fitted, there.IsSuperuser);
    }

    /// <summary>What the source's host put there, and nothing uses, is not missed where it can't be made.</summary>
    private void LeaveUnusedExtensions(ExtensionHomes homes)
    {
        var unused = HostObjects.UnusedExtensions(Entries, Source);
        foreach (var entry in fitted.Leave(entry => unused.Contains(entry) && homes.Refused.ContainsKey(entry.Tag)))
        {
            fitted.Tell(new()
            {
                Kind = MigrationFindingKind.Extension,
                Object = entry.ToString(),
                What = $"{Source.Name} puts it into every database, no object uses it, and the destination will not make it: {homes.Refused[entry.Tag]}.",
                Remedy = "Nothing is to be done, unless an application asks for it.",
            });
        }
    }

    private MigrationException Lost()
    {
        var causes = fitted.Losses.Where(loss => loss.Kind != MigrationFindingKind.LeftOut).ToList();
        var others = fitted.Losses.Count - causes.Count;
        return new(
            "NotPermittedThere",
            MigrationErrorCategory.PermissionDenied,
            $"{(causes.Count == 1 ? "An object" : $"{causes.Count} objects")} can't be brought to the destination{(others == 0 ? "" : $", and {others} that need them")}: "
                + string.Join(" ", causes.Take(5).Select(cause => $"{cause.Object}: {cause.What}")) + (causes.Count > 5 ? $" And {causes.Count - 5} more." : ""))
        {
            Subject = causes[0].Object,
            Remedy = string.Join(" ", causes.Take(5).Select(cause => cause.Remedy).Distinct()) + " Nothing was changed.",
        };
    }
}
