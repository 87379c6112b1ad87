using System.Runtime.CompilerServices;
using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>One assessment: opens what there is to look at, makes the checks, tries the copy and measures. It closes what it opened.</summary>
internal sealed class ReadinessAssessment(ReadinessRequest request, CheckChoice choice, ReadinessVerdict result, IMigrationObserver listener) : IAsyncDisposable
{
    /// <summary>What a copy refuses of an endpoint, though it can be reached.</summary>
    private static readonly string[] RefusalsOfEndpoints = ["TransactionPoolerRefused", "ServerVersionUnsupported"];

    private readonly DistinctWarnings observer = new(listener);
    private readonly Stack<IAsyncDisposable> opened = [];
    private ReadinessFacts facts = ReadinessFacts.Of(request);
    private ChosenEntries? chosen;
    private TimeSpan? rehearsed;

    public async IAsyncEnumerable<AssessmentFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var refusal in await OpenServersAsync(cancellationToken).ConfigureAwait(false)) yield return refusal;
        await foreach (var finding in RunAsync(ReadinessChecks.OfServers, cancellationToken).ConfigureAwait(false)) yield return finding;
        foreach (var refusal in await OpenSourceAsync(cancellationToken).ConfigureAwait(false)) yield return refusal;
        await foreach (var finding in RunAsync(ReadinessChecks.OfContents, cancellationToken).ConfigureAwait(false)) yield return finding;
        foreach (var finding in await TryCopyAsync(cancellationToken).ConfigureAwait(false)) yield return finding;
        await foreach (var finding in RunAsync(ReadinessChecks.OfDestination, cancellationToken).ConfigureAwait(false)) yield return finding;
        result.IndexBytes = await SourceSize.IndexesAsync(facts, cancellationToken).ConfigureAwait(false);
        if (await MeasureAsync(cancellationToken).ConfigureAwait(false) is { } unmeasured) yield return unmeasured;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in opened) await one.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<AssessmentFinding>> OpenServersAsync(CancellationToken cancellationToken)
    {
        var refusals = new List<AssessmentFinding>();
        if (request.Source.Kind == DatabaseKind.PostgreSql) facts = facts with { Source = await OpenAsync(request.Source).ConfigureAwait(false) };
        if (request.Destination is { } destination) facts = facts with { Destination = await OpenAsync(destination).ConfigureAwait(false) };
        facts = facts with
        {
            SourceHost = await HostOfAsync(facts.Source, null).ConfigureAwait(false),
            DestinationHost = await HostOfAsync(facts.Destination, request.DestinationHost).ConfigureAwait(false),
        };
        result.Facts = facts;
        return refusals;

        async Task<AssessmentSession?> OpenAsync(DatabaseEndpoint endpoint)
        {
            try
            {
                var session = await AssessmentSession.OpenAsync(endpoint, observer, cancellationToken).ConfigureAwait(false);
                opened.Push(session);
                await session.BeginAsync(cancellationToken).ConfigureAwait(false);
                await session.Catalog.ExecuteAsync($"SET lock_timeout = '{TableLocks.Text(request.LockTimeout)}'", cancellationToken).ConfigureAwait(false);
                return session;
            }
            catch (MigrationException refusal) when (RefusalsOfEndpoints.Contains(refusal.ErrorId))
            {
                refusals.Add(CopyFindings.Of(refusal) with { Database = endpoint.ToString() });
                return null;
            }
        }

        async Task<HostProfile> HostOfAsync(AssessmentSession? session, DatabaseProvider? named) => named is { } provider ? HostProfile.Of(provider)
            : session is null ? HostProfile.Plain
            : await HostRecognition.OfAsync(session.Connection, session.Endpoint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the source as a copy does. What it refuses then is a finding, and the rest can't be looked at.</summary>
    private async Task<IReadOnlyList<AssessmentFinding>> OpenSourceAsync(CancellationToken cancellationToken)
    {
        if (request.Source.Kind == DatabaseKind.PostgreSql && facts.Source is null) return [];
        try
        {
            var source = await MigrationSources.OpenAsync(request.Source, facts.Copy.SourceSelection, observer, cancellationToken).ConfigureAwait(false);
            opened.Push(source);
            var entries = await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
            chosen = ChosenEntries.Of(facts.Copy, source, entries);
            // A file of a host's database says where it is from.
            var host = request.Source.Kind == DatabaseKind.PostgreSql ? facts.SourceHost : HostRecognition.Of(entries, request.Source);
            facts = facts with { Rows = source, Database = (source as PostgresSource)?.Database, Entries = chosen.Entries, SourceHost = host };
            result.Facts = facts;
            return [];
        }
        catch (MigrationException refusal) when (!CopyErrors.IsConnectionFailure(refusal) && refusal.Category != MigrationErrorCategory.AuthenticationError)
        {
            return [CopyFindings.Of(refusal) with { Database = request.Source.ToString() }];
        }
    }

    private async Task<IReadOnlyList<AssessmentFinding>> TryCopyAsync(CancellationToken cancellationToken)
    {
        if (chosen is null || facts.Rows is null || !CopyFindings.Names.Append(DestinationRights.CheckName).Any(choice.Includes)) return [];
        var findings = new List<AssessmentFinding>();
        if (facts.Destination is not null && await ReadOnlyServer.IsAsync(facts.Destination, cancellationToken).ConfigureAwait(false) is (false, false))
        {
            var trial = new CopyTrial(facts.Copy, facts.Rows, chosen, choice, observer);
            findings.AddRange((await trial.RunAsync(cancellationToken).ConfigureAwait(false)).Select(finding => finding with { Database = request.Destination!.ToString() }));
            facts = facts with { CanSkipTriggers = trial.CanSkipTriggers };
            rehearsed = trial.Rehearsed;
        }

        foreach (var entry in facts.Entries.Where(entry => entry.HasRows)) facts.Rows.DescribeRows(entry, null);
        findings.AddRange(chosen.LeftOut.Concat(facts.Rows.Findings).Select(finding => CopyFindings.Of(finding) with { Database = request.Source.ToString() }));
        return findings;
    }

    private async Task<AssessmentFinding?> MeasureAsync(CancellationToken cancellationToken)
    {
        if (request.SkipMeasurement || facts.Rows is null || !choice.Includes(ReadinessChecks.Measurement)) return null;
        try
        {
            var chunks = await SampleChunks.PlanAsync(facts.Rows, facts.Entries, cancellationToken).ConfigureAwait(false);
            var measurement = new CopyMeasurement(facts.Copy, facts.Rows, chunks, observer);
            var connector = facts.Destination is null ? null : new PostgresConnector(MigrationRoute.Prepare(request.Destination!, observer), MigrationSources.ConnectorOptions, observer);
            if (connector is not null) opened.Push(connector);
            await measurement.RunAsync(connector, cancellationToken).ConfigureAwait(false);
            result.Estimate = DurationEstimate.Of(facts.Entries, chunks.Read, measurement, rehearsed);
            return null;
        }
        catch (MigrationException error) when (!CopyErrors.IsConnectionFailure(error))
        {
            return new()
            {
                Check = ReadinessChecks.Measurement,
                Severity = FindingSeverity.NotChecked,
                Object = request.Source.ToString(),
                What = $"How long it takes could not be measured: {error.Message}",
                Remedy = error.Remedy ?? "Correct what the message complains of.",
            };
        }
    }

    private async IAsyncEnumerable<AssessmentFinding> RunAsync(IEnumerable<ReadinessCheck> checks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in checks.Where(check => choice.Includes(check.Name) && check.Concerns(facts)))
        {
            foreach (var finding in await RunAsync(check, cancellationToken).ConfigureAwait(false)) yield return finding;
        }
    }

    /// <summary>The check's findings. What the role may not look at is a finding too, and stops no other check.</summary>
    private async Task<IReadOnlyList<AssessmentFinding>> RunAsync(ReadinessCheck check, CancellationToken cancellationToken)
    {
        foreach (var (session, _, _) in facts.Servers) await session.SaveAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await check.RunAsync(facts, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException refused) when (AssessmentSession.IsRefusal(refused) && facts.Servers.Any())
        {
            foreach (var (session, _, _) in facts.Servers) await session.TakeBackAsync(cancellationToken).ConfigureAwait(false);
            return [facts.Servers.First().Session.NotPermitted(check.Name, refused)];
        }
    }
}
