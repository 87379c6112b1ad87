using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table whose rows at both ends are read to here: one of the ends is no server.</summary>
internal sealed class StreamedPair : IComparedPair
{
    private readonly StreamedRows source;
    private readonly StreamedRows destination;

    public StreamedPair(TablePair pair, Action moved)
    {
        var rows = pair.Source.Rows;
        var others = pair.Destination.Rows;
        Key = new[] { rows.KeyColumns, others.KeyColumns }
            .FirstOrDefault(key => key.Count > 0 && key.All(name => rows.Columns.Any(column => column.Name == name))) ?? [];
        Columns = [.. rows.Columns.Select(column => column.Name)];
        // What a server sends in binary may be of any type; what a file's rows are made of, only of those that can be printed here.
        Format = pair.Source.End is PostgresSource ? RowFormat.Text : rows.Format;
        source = new(pair.Source, Format, new(rows.Columns, Key, Format), moved);
        destination = new(pair.Destination, Format, new(rows.Columns, Key, Format), moved);
        if (pair.Destination.End is PostgresSource server) Repair = RepairOf(server.TableOf(pair.Destination.Entry));
    }

    /// <summary>What both ends are read in.</summary>
    public RowFormat Format { get; }

    public IComparedRows Source => source;

    public IComparedRows Destination => destination;

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> Key { get; }

    public IReadOnlyList<BucketKind> Kinds => Key.Count == 0 ? [BucketKind.RowHash] : [BucketKind.KeyHash, BucketKind.RowHash];

    public RepairStatements? Repair { get; }

    public async Task<(long Source, long Destination)> CountAsync(CancellationToken cancellationToken)
        => await Both.OfAsync(source.CountAsync(cancellationToken), destination.CountAsync(cancellationToken)).ConfigureAwait(false);

    public Task<BucketScheme> ChooseSchemeAsync(int bits, CancellationToken cancellationToken) => Task.FromResult(new BucketScheme(Kinds[0], bits));

    /// <summary>Rows that have to be read anyway are all compared.</summary>
    public async Task<(IReadOnlyList<RowMismatch> Rows, long Compared)> SampleAsync(int size, long seed, CancellationToken cancellationToken)
    {
        var scheme = await ChooseSchemeAsync(BucketScheme.ManyBits, cancellationToken).ConfigureAwait(false);
        var sums = await BucketSums.OfAsync(source, destination, scheme, RowScope.All, cancellationToken).ConfigureAwait(false);
        var (found, _) = await new DifferenceSearch(source, destination, Kinds, size).RunAsync(scheme, sums, cancellationToken).ConfigureAwait(false);
        return (found, sums.SourceTotal.Rows);
    }

    public Task<IReadOnlyList<ColumnIntegrity>> ReadColumnsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ColumnIntegrity>>([]);

    private RepairStatements RepairOf(PgTable table)
    {
        ComparedColumn Same(string name)
        {
            var column = table.Columns.First(column => column.Name == name);
            return new(column, column);
        }

        var compared = new ComparedTable { Columns = [.. Columns.Select(Same)], Key = [.. Key.Select(Same)], Kinds = Kinds };
        return new(compared, table, new(compared, isSource: false, table), hasServerHashes: false);
    }
}
