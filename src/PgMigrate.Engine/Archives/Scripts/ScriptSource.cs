using System.Security.Cryptography;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// A psql script, such as pg_dump's plain format, as a source of entries and rows. It is read once for what it holds; rows stay in the
/// file until they are wanted, and several readers may read at once.
/// </summary>
internal sealed class ScriptSource : IMigrationSource
{
    private readonly ScriptFile file;
    private readonly ScriptContents contents;
    private readonly ScriptEntries entries;
    private readonly ScriptChunks chunks;
    private readonly ScriptLargeObjects largeObjects;
    private readonly string state;

    private ScriptSource(ScriptFile file, ScriptContents contents)
    {
        (this.file, this.contents, entries) = (file, contents, ScriptEntries.Build(contents));
        (chunks, largeObjects) = (new(file), new(file, contents.LargeObjects));
        state = $"{file.State}:{Hash()}";
    }

    /// <summary>How the file is compressed as a whole.</summary>
    public ArchiveCompression Compression => file.Compression;

    /// <summary>What the script says that it is written in.</summary>
    public string Encoding => file.Encoding ?? "UTF8";

    public SourceOrigin Origin => contents.Origin;

    public IReadOnlyList<MigrationFinding> Findings => contents.Findings;

    /// <summary>Reads the script through. A file that is compressed or not in UTF-8 is copied to the temporary folder first.</summary>
    /// <exception cref="MigrationException">
    /// ScriptNotReadable, ScriptNotUnderstood, ScriptTruncated, ScriptEncodingUnknown, ScriptOfSeveralDatabases, StatementTooLong: each with the line.
    /// </exception>
    public static Task<ScriptSource> OpenAsync(string path, CancellationToken cancellationToken) => Task.Run(() => Open(path, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<TocEntry>> ReadEntriesAsync(CancellationToken cancellationToken) => Task.FromResult(entries.Entries);

    public RowSet DescribeRows(TocEntry entry, IReadOnlyList<RowColumn>? destination)
    {
        var target = entries.Targets[entry.Key];
        return new()
        {
            Schema = target.Schema!,
            Table = target.Table,
            Columns = [.. target.Columns.Select(column => new RowColumn(column, ""))],
            Format = RowFormat.Text,
        };
    }

    /// <summary>The script has entries for it.</summary>
    public IReadOnlyList<ColumnNumbering> DescribeNumbering(TocEntry entry) => [];

    public string DescribeState(TocEntry entry) => state;

    public Task<bool> IsUnchangedAsync(TocEntry entry, string state, CancellationToken cancellationToken) => Task.FromResult(state == this.state);

    public Task<IReadOnlyList<ChunkBounds>> PlanChunksAsync(TocEntry entry, ChunkTarget target, CancellationToken cancellationToken) => Task.Run(
        () => entries.Places.TryGetValue(entry.Key, out var place)
            ? chunks.Plan(place, entry.HasStatements, IsStandardConforming(entry), target, cancellationToken)
            : [ChunkBounds.Whole],
        cancellationToken);

    public IAsyncEnumerable<LargeObjectPart> ReadLargeObjectsAsync(IReadOnlyList<uint> oids, CancellationToken cancellationToken)
        => largeObjects.ReadAsync(oids, cancellationToken);

    /// <exception cref="NotSupportedException">Other columns, or another order of them, are asked for than the script has.</exception>
    public Task<IRowStream> OpenRowsAsync(TocEntry entry, ChunkBounds chunk, RowStreamOptions options, CancellationToken cancellationToken)
    {
        if (options.Columns is { } columns && !columns.SequenceEqual(entries.Targets[entry.Key].Columns))
        {
            throw new NotSupportedException("A script's rows have the columns that its COPY names.");
        }

        var (from, upto) = RangeOf(entries.Places[entry.Key], chunk);
        return Task.FromResult<IRowStream>(new ScriptRowStream(file.Open(from), upto - from, file.HasCarriageReturns, file.Path));
    }

    public Task<IStatementStream> OpenStatementsAsync(TocEntry entry, ChunkBounds chunk, CancellationToken cancellationToken)
    {
        var place = entries.Places.GetValueOrDefault(entry.Key) ?? new(file.Begins, 0, 1, 0);
        var (from, upto) = RangeOf(place, chunk);
        var part = new ScriptPart(from, upto, chunks.LineAt(place, from));
        var format = new ScriptFormat(file.Path) { HasCarriageReturns = file.HasCarriageReturns, IsStandardConforming = IsStandardConforming(entry) };
        return Task.FromResult<IStatementStream>(new ScriptStatements(file.Open(from), part, format, file.Open(from)));
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ScriptSource Open(string path, CancellationToken cancellationToken)
    {
        var file = ScriptFile.Open(path, cancellationToken);
        try
        {
            return new(file, ScriptReading.Read(file, cancellationToken));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private bool IsStandardConforming(TocEntry entry) => !entries.Escaping.Contains(entry.Key);

    private static (long From, long Upto) RangeOf(ScriptPlace place, ChunkBounds chunk) => (chunk.From ?? place.Offset, chunk.Upto ?? place.End);

    /// <summary>Of what the entries say and where their rows stand, not of the rows.</summary>
    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries.Entries)
        {
            var place = entries.Places.GetValueOrDefault(entry.Key);
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{entry.Key}\0{entry.Definition}\0{entry.CopyStatement}\0{place?.Offset}:{place?.Length}\0")));
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
