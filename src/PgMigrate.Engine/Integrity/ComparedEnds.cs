using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>Both ends of a comparison, and how their tables are compared: in the servers where both are such, else here.</summary>
internal sealed class ComparedEnds : IDisposable
{
    private readonly ComparisonEnd? source;
    private readonly ComparisonEnd? destination;
    private readonly ForeignKeyOrder? order;

    private ComparedEnds(ComparisonEnd? source, ComparisonEnd? destination, ForeignKeyOrder? order)
        => (this.source, this.destination, this.order) = (source, destination, order);

    /// <summary>Whether both ends are servers that hash alike.</summary>
    public bool AreServers => source is not null;

    public static async Task<ComparedEnds> OfAsync(
        IMigrationSource source, IMigrationSource destination, int throttleLimit, CancellationToken cancellationToken)
    {
        var order = destination is PostgresSource { Catalog: var catalog } ? ForeignKeyOrder.Of(catalog.Tables, catalog.ForeignKeys) : null;
        if (source is not PostgresSource left || destination is not PostgresSource right) return new(null, null, order);
        var ends = new ComparedEnds(new(left, CopyErrors.Source, throttleLimit), new(right, CopyErrors.Destination, throttleLimit), order);
        try
        {
            var (sample, other) = await Both.OfAsync(ends.source!.ReadHashSampleAsync(cancellationToken), ends.destination!.ReadHashSampleAsync(cancellationToken))
                .ConfigureAwait(false);
            if (sample == other) return ends;
            ends.Dispose();
            return new(null, null, order);
        }
        catch
        {
            ends.Dispose();
            throw;
        }
    }

    public async Task<TableIntegrity> CompareAsync(
        RowComparisonRequest request, TablePair pair, Action moved, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var result = await UseAsync(pair, moved, observer, rows => new TableComparison(request, pair, rows).RunAsync(cancellationToken)).ConfigureAwait(false);
        return result with { ForeignKeyOrder = order?.PlaceOf(new(result.Schema, result.Table)) ?? 0 };
    }

    /// <summary>Lends the table's rows at both ends; where a row is too long to be hashed as a whole, once more with its columns hashed one by one.</summary>
    public async Task<T> UseAsync<T>(TablePair pair, Action moved, IMigrationObserver observer, Func<IComparedPair, Task<T>> work)
    {
        if (source is null || destination is null)
        {
            var streamed = new StreamedPair(pair, moved);
            observer.Verbose($"Comparing {pair.Name}, read in COPY's {(streamed.Format == RowFormat.Binary ? "binary" : "text")} format.");
            return await work(streamed).ConfigureAwait(false);
        }

        observer.Verbose($"Comparing {pair.Name} in the servers.");
        try
        {
            return await work(new ServerPair(pair, source, destination, isWide: false, moved)).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.ErrorId == IntegrityErrors.RowTooLong)
        {
            observer.Verbose($"A row of {pair.Name} is too long to be hashed as a whole: its columns are hashed one by one.");
            return await work(new ServerPair(pair, source, destination, isWide: true, moved)).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        source?.Dispose();
        destination?.Dispose();
    }
}
