using System.Diagnostics;
using System.Runtime.CompilerServices;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>Proves that two databases are the same, or says what is not: the engine of <c>Test-MigrationIntegrity</c>. It changes neither.</summary>
public sealed class IntegrityTest
{
    private readonly DateTimeOffset startedAt = DateTimeOffset.UtcNow;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly List<TableIntegrity> tables = [];
    private readonly IntegrityRequest request;
    private readonly IMigrationObserver observer;
    private readonly IntegrityScope scope;
    private int differences;
    private int expected;
    private int resumed;
    private IReadOnlySet<QualifiedName>? leftTables;

    /// <exception cref="MigrationException">ParametersConflict: what is asked for can't be had together.</exception>
    public IntegrityTest(IntegrityRequest request, IMigrationObserver observer)
    {
        (this.request, this.observer, scope) = (request, observer, request.EffectiveScope);
        if (scope != IntegrityScope.Rows && request.Rows.DestinationSchema is not null)
        {
            throw TransferRequest.Conflict(
                nameof(IntegrityRequest.Scope), "Objects are compared by their names, and -DestinationSchema gives them others.", "Compare with -Scope Rows, or leave -DestinationSchema out.");
        }

        if (request.Resume && request.JournalPath is null)
        {
            throw TransferRequest.Conflict(nameof(IntegrityRequest.Resume), "-Resume goes on from a file, and none is named.", "Name it with -JournalPath.");
        }
    }

    /// <summary>The tables that were compared so far.</summary>
    public IReadOnlyList<TableIntegrity> Tables => tables;

    /// <summary>The verdict, once everything has been read.</summary>
    public MigrationIntegrity Verdict => new()
    {
        IsMatch = differences == 0 && tables.TrueForAll(table => table.IsMatch),
        Scope = scope,
        Level = request.Rows.Level,
        Source = request.Rows.Source.ToString(),
        Destination = request.Rows.Destination.ToString(),
        Tables = tables.Count,
        DifferentTables = tables.Count(table => !table.IsMatch),
        FailedTables = tables.Count(table => table.ErrorMessage is not null),
        ResumedTables = resumed,
        SourceRows = tables.Sum(table => table.SourceRows),
        DestinationRows = tables.Sum(table => table.DestinationRows),
        Differences = tables.Sum(table => table.Differences.Sum(difference => difference.Count)),
        HasMoreDifferences = tables.Exists(table => table.HasMoreDifferences),
        SchemaDifferences = differences,
        ExpectedDifferences = expected,
        StartedAt = startedAt,
        Elapsed = Stopwatch.GetElapsedTime(started),
    };

    /// <summary>A <see cref="SchemaDifference"/> for each difference of objects, then a <see cref="TableIntegrity"/> for each table, as soon as it is known.</summary>
    /// <exception cref="MigrationException">
    /// An end can't be reached or read, nothing was chosen, PostgresRequired: objects of a file, or IntegrityJournalExists, -Unusable, -NotOfThis.
    /// </exception>
    public async IAsyncEnumerable<object> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var journal = request.JournalPath is { } path ? await IntegrityJournal.OpenAsync(path, request, scope, cancellationToken).ConfigureAwait(false) : null;
        using var closing = journal;
        if (scope != IntegrityScope.Rows)
        {
            await foreach (var difference in CompareObjectsAsync(cancellationToken).ConfigureAwait(false)) yield return difference;
        }

        if (scope == IntegrityScope.Schema) yield break;
        var known = journal?.Tables ?? [];
        resumed = known.Count;
        foreach (var table in known)
        {
            tables.Add(table);
            yield return table;
        }

        leftTables ??= await CopyIntent.ReadLeftTablesAsync(request, observer, cancellationToken).ConfigureAwait(false);
        var rows = request.Rows with { LeftTables = leftTables, KnownTables = known.Select(table => new QualifiedName(table.Schema, table.Table)).ToHashSet() };
        await foreach (var table in RowComparison.RunAsync(rows, observer, cancellationToken).ConfigureAwait(false))
        {
            tables.Add(table);
            if (journal is not null && table.IsMatch) await journal.AddAsync(table, cancellationToken).ConfigureAwait(false);
            yield return table;
        }

        journal?.Complete();
    }

    private async IAsyncEnumerable<SchemaDifference> CompareObjectsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var objects = new ObjectComparisonRequest
        {
            Source = request.Rows.Source,
            Destination = request.Rows.Destination,
            Options = request.Schema with { Selection = request.Rows.Selection },
            ExcludeExtensions = request.ExcludeExtensions,
            DestinationHost = request.DestinationHost,
            WithContents = request.Rows.Level >= IntegrityLevel.Checksum,
        };
        await foreach (var difference in ObjectComparison.RunAsync(objects, intent => leftTables = intent.LeftTables, observer, cancellationToken).ConfigureAwait(false))
        {
            if (difference.IsExpected) expected++;
            else differences++;
            yield return difference;
        }
    }
}
