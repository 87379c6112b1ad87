using System.Diagnostics;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>
/// Does at the destination what a copy does before its rows, in one transaction that is never committed: what the copy would refuse, leave out or
/// change is found by the copy's own means.
/// </summary>
internal sealed class CopyTrial(DatabaseCopyRequest request, IMigrationSource source, ChosenEntries chosen, CheckChoice choice, IMigrationObserver observer)
{
    private readonly List<AssessmentFinding> findings = [];

    /// <summary>Whether the destination's role may let triggers rest; null until that is known.</summary>
    public bool? CanSkipTriggers { get; private set; }

    /// <summary>How long the schema took to make; null where it was not tried.</summary>
    public TimeSpan? Rehearsed { get; private set; }

    /// <summary>What the copy would say, in its order.</summary>
    public async Task<IReadOnlyList<AssessmentFinding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connector = new PostgresConnector(MigrationRoute.Prepare(request.Destination, observer), MigrationSources.ConnectorOptions, observer);
            var destination = await Destination.OpenAsync(connector, null, isSingle: true, lostLock: null, cancellationToken).ConfigureAwait(false);
            await using (destination.ConfigureAwait(false))
            {
                CanSkipTriggers = destination.CanSkipTriggers;
                await TryAsync(destination, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException error)
        {
            throw CopyErrors.Translate(error, request.Destination.ToString(), CopyErrors.Destination);
        }
        catch (MigrationException refusal) when (!CopyErrors.IsConnectionFailure(refusal))
        {
            findings.Add(CopyFindings.Of(refusal));
        }

        return findings;
    }

    private async Task TryAsync(Destination destination, CancellationToken cancellationToken)
    {
        var fit = await DatabaseFit.RunAsync(request, source, destination, chosen.Entries, Refuse, cancellationToken).ConfigureAwait(false);
        findings.AddRange(fit.Findings.Select(CopyFindings.Of));
        findings.AddRange(fit.Losses.Select(CopyFindings.OfLoss));
        findings.AddRange(fit.Ownership.Select(CopyFindings.Of));
        if (!await IsEmptyAsync(destination, fit.Host, cancellationToken).ConfigureAwait(false)) findings.Add(NotRehearsed(
            "The schema was not tried, because the destination is not empty.", "Assess an empty database, where every statement of the schema is tried."));
        else if (choice.Includes(CopyFindings.StatementFails) || choice.Includes(CopyFindings.ApiAccess)) await RehearseAsync(destination, fit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What can't come is told object by object.</summary>
    private void Refuse(MigrationException refusal)
    {
        if (refusal.ErrorId != "NotPermittedThere") findings.Add(CopyFindings.Of(refusal));
    }

    private async Task<bool> IsEmptyAsync(Destination destination, HostProfile host, CancellationToken cancellationToken)
    {
        try
        {
            await DestinationRoom.RequireEmptyAsync(destination, request.Destination, host, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MigrationException refusal) when (refusal.ErrorId == "DestinationNotEmpty")
        {
            findings.Add(CopyFindings.Of(refusal));
            return false;
        }
    }

    private async Task RehearseAsync(Destination destination, DatabaseFit fit, CancellationToken cancellationToken)
    {
        var rehearsal = new SchemaRehearsal(request, destination, fit, observer);
        var began = Stopwatch.GetTimestamp();
        await rehearsal.RunAsync(cancellationToken).ConfigureAwait(false);
        Rehearsed = Stopwatch.GetElapsedTime(began);
        foreach (var (entry, error) in rehearsal.Failures)
        {
            findings.Add(IsOfTheMoment(error)
                ? NotRehearsed($"{entry} could not be tried: {error.Message}", "Assess again when nobody uses what it needs.")
                : CopyFindings.Of(error, CopyFindings.StatementFails) with { Object = entry.ToString(), Statement = error.Statement });
        }

        if (rehearsal.Followers > 0) findings.Add(CopyFindings.Of(new MigrationException(
            "EntryFailed", MigrationErrorCategory.InvalidOperation, $"{rehearsal.Followers} more objects fail with those that they need.")
        {
            Subject = request.Destination.Database,
            Remedy = "See to the others first.",
        }, CopyFindings.StatementFails) with
        { Severity = FindingSeverity.Warning });
        findings.AddRange(rehearsal.LeftOut.Select(warning => new AssessmentFinding
        {
            Check = CopyFindings.NameOf(MigrationFindingKind.LeftOut),
            Severity = FindingSeverity.Warning,
            Object = request.Destination.Database,
            What = warning,
            Remedy = "Make it by hand after the migration.",
        }));
        var reach = await ApiReach.FindAsync(destination, fit.Host, fit.Entries, cancellationToken).ConfigureAwait(false);
        if (reach.Unguarded is { } open) findings.Add(CopyFindings.Of(open) with { Check = CopyFindings.ApiAccess });
        if (reach.Unreached is { } closed) findings.Add(CopyFindings.Of(closed, FindingSeverity.Information) with { Check = CopyFindings.ApiAccess });
    }

    /// <summary>Whether a lock that others hold, or the room for locks, is at fault.</summary>
    private static bool IsOfTheMoment(MigrationException error) => error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.OutOfMemory;

    private AssessmentFinding NotRehearsed(string what, string remedy) => new()
    {
        Check = CopyFindings.StatementFails,
        Severity = FindingSeverity.NotChecked,
        Object = request.Destination.Database,
        What = what,
        Remedy = remedy,
    };
}
