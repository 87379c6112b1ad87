using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table in two PostgreSQL databases: each hashes its own rows.</summary>
internal sealed class ServerPair : IComparedPair
{
    private readonly ComparedTable compared;
    private readonly ServerTable sourceTable;
    private readonly ServerTable destinationTable;
    private readonly ServerRowsText sourceText;
    private readonly ServerRowsText destinationText;
    private readonly ServerRows source;
    private readonly ServerRows destination;

    public ServerPair(TablePair pair, ComparisonEnd sourceEnd, ComparisonEnd destinationEnd, bool isWide, Action moved)
    {
        var (left, right) = (sourceEnd.TableOf(pair.Source.Entry), destinationEnd.TableOf(pair.Destination.Entry));
        compared = ComparedTable.Of(left, right) with { IsWide = isWide, IsRecoded = IsRecoded(sourceEnd.Encoding, destinationEnd.Encoding) };
        var columns = compared.Columns.Select(column => column.Name).ToList();
        (sourceTable, destinationTable) = (new(sourceEnd, left, columns), new(destinationEnd, right, columns));
        (sourceText, destinationText) = (new(compared, isSource: true, left), new(compared, isSource: false, right));
        source = new(sourceTable, sourceText, count => Move(pair.Source, count));
        destination = new(destinationTable, destinationText, count => Move(pair.Destination, count));
        Repair = new(compared, right, destinationText, hasServerHashes: true);

        void Move(EndRows end, Copy.CopyCount count)
        {
            end.Add(count);
            moved();
        }
    }

    public IComparedRows Source => source;

    public IComparedRows Destination => destination;

    public IReadOnlyList<string> Columns => [.. compared.Columns.Select(column => column.Name)];

    public IReadOnlyList<string> Key => [.. compared.Key.Select(column => column.Name)];

    public IReadOnlyList<BucketKind> Kinds => compared.Kinds;

    public RepairStatements Repair { get; }

    /// <summary>The destination's table.</summary>
    public PgTable DestinationTable => destinationTable.Table;

    /// <summary>The checksum of the destination's rows as a session sees them that has changed them and not committed yet.</summary>
    public Task<RowSetChecksum> SumDestinationAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => destination.SumAsync(connection, cancellationToken);

    public async Task<(long Source, long Destination)> CountAsync(CancellationToken cancellationToken)
        => await Both.OfAsync(source.CountAsync(cancellationToken), destination.CountAsync(cancellationToken)).ConfigureAwait(false);

    public async Task<BucketScheme> ChooseSchemeAsync(int bits, CancellationToken cancellationToken)
    {
        if (bits == 0) return BucketScheme.Whole(Kinds[0]);
        if (Kinds[0] != BucketKind.KeyRange) return new(Kinds[0], bits);
        // Without an index, the whole table would be read to know the range.
        if (!sourceText.HasIndexOnKey || !destinationText.HasIndexOnKey) return new(BucketKind.KeyHash, bits);
        var (left, right) = await Both.OfAsync(source.ReadKeyRangeAsync(cancellationToken), destination.ReadKeyRangeAsync(cancellationToken)).ConfigureAwait(false);
        var (least, greatest) = (Math.Min(left?.Least ?? 0, right?.Least ?? 0), Math.Max(left?.Greatest ?? 0, right?.Greatest ?? 0));
        var shift = 0;
        while (shift < 63 && (Int128)(greatest >> shift) - (least >> shift) >= 1L << bits) shift++;
        return new(BucketKind.KeyRange, shift);
    }

    public async Task<(IReadOnlyList<RowMismatch> Rows, long Compared)> SampleAsync(int size, long seed, CancellationToken cancellationToken)
    {
        var (left, right) = await Both.OfAsync(source.SampleAsync(size, seed, cancellationToken), destination.SampleAsync(size, seed, cancellationToken))
            .ConfigureAwait(false);
        return RowSample.Compare(left, right);
    }

    public async Task<IReadOnlyList<ColumnIntegrity>> ReadColumnsAsync(CancellationToken cancellationToken)
    {
        var (left, right) = await Both.OfAsync(
            source.ReadFiguresAsync(compared.Columns, cancellationToken), destination.ReadFiguresAsync(compared.Columns, cancellationToken)).ConfigureAwait(false);
        return [.. compared.Columns.Select((column, place) => new ColumnIntegrity { Column = column.Name, Source = left[place], Destination = right[place] })];
    }

    /// <summary>Where a server knows no encoding, bytes are compared as they are.</summary>
    private static bool IsRecoded(string source, string destination) => source != destination && source != "SQL_ASCII" && destination != "SQL_ASCII";
}
