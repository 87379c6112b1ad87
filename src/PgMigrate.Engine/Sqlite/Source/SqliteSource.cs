using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Sqlite;

/// <summary>A SQLite file as a source of entries and rows: every reader sees one state of the file.</summary>
internal sealed class SqliteSource : IMigrationSource
{
    /// <summary>The schema that SQLite gives to the tables of the file itself.</summary>
    private const string MainSchema = "main";

    /// <summary>Rows per chunk where nothing else is asked for: some tens of megabytes of usual rows.</summary>
    private const long ChunkRows = 250_000;

    private readonly string path;
    private readonly SqliteSourceOptions options;
    private readonly IMigrationObserver observer;
    private readonly SqliteSnapshot snapshot;
    private readonly SqliteSchema schema;
    private readonly ConcurrentDictionary<string, SqliteTableProfile> profiles = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<ColumnMapping>> streamed = new();
    private readonly Dictionary<string, SqliteTable> tables = [];
    private SqliteEntrySet? entrySet;

    private SqliteSource(
        string path, SqliteSourceOptions options, IMigrationObserver observer, SqliteSnapshot snapshot, SqliteSchema schema)
    {
        this.path = path;
        this.options = options;
        this.observer = observer;
        this.snapshot = snapshot;
        this.schema = schema;
    }

    public SourceOrigin Origin => new() { Database = Path.GetFileName(path), ServerVersion = "SQLite" };

    public IReadOnlyList<MigrationFinding> Findings => options.IsProfiled && entrySet is not null ? entrySet.Findings : [];

    /// <summary>Opens the file, fixes its present state and reads its schema.</summary>
    public static SqliteSource Open(string path, SqliteSourceOptions options, IMigrationObserver observer)
    {
        var snapshot = SqliteSnapshot.Open(path);
        try
        {
            var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            using var connection = new SqliteConnection(settings.ConnectionString);
            connection.Open();
            return new(path, options, observer, snapshot, SqliteSchemaReader.Read(connection));
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<TocEntry>> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        var wanted = schema.Tables.Where(table => options.Filter.Includes(new QualifiedName(MainSchema, table.Name))).ToList();
        var mappings = SqliteTypeChoice.AlignForeignKeys(wanted, await ChooseTypesAsync(wanted, cancellationToken).ConfigureAwait(false));
        entrySet = SqliteEntries.Build(
            schema with { Tables = wanted }, mappings, new() { Schema = options.Schema, IdentifierCase = options.Types.IdentifierCase });
        if (options.IsProfiled) TellReasons(mappings);
        return [.. entrySet.Entries.Select(Sized)];
    }

    public RowSet DescribeRows(TocEntry entry, IReadOnlyList<RowColumn>? destination)
    {
        var table = tables[entry.Key];
        var columns = entrySet!.CopiedColumns[entry.DumpId];
        if (destination is not null)
        {
            var types = destination.ToDictionary(column => column.Name, column => column.Type);
            // Without the values' types it is not certain which generated columns PostgreSQL computes: the destination knows.
            columns = [.. columns
                .Where(column => column.Column.Generated == SqliteGeneration.None || types.ContainsKey(column.Name))
                .Select(column => Fit(table, column, types[column.Name]))];
        }

        streamed[entry.Key] = columns;
        return new()
        {
            Schema = options.Schema,
            Table = entry.Tag,
            Columns = [.. columns.Select(column => new RowColumn(column.Name, column.Type) { IsComputed = column.Column.Generated != SqliteGeneration.None })],
            Format = RowFormat.Binary,
            GeneratedPlaces = [.. table.Columns.Select((column, place) => (column, place))
                .Where(one => columns.All(column => column.Column.Name != one.column.Name)).Select(one => one.place)],
            KeyColumns = [.. table.PrimaryKey.Select(key => columns.First(column => column.Column.Name == key).Name)],
        };
    }

    public IReadOnlyList<ColumnNumbering> DescribeNumbering(TocEntry entry)
    {
        var table = tables[entry.Key];
        if (table.AutoIncrementValue is not { } value) return [];
        var column = entrySet!.CopiedColumns[entry.DumpId].First(column => column.Column.Name == table.RowidAlias);
        return [new() { Column = column.Name, LastValue = value, IsCalled = true }];
    }

    /// <summary>What the file defines.</summary>
    internal SqliteSchema Schema => schema;

    /// <summary>The file's table of an entry.</summary>
    internal SqliteTable TableOf(TocEntry entry) => tables[entry.Key];

    /// <summary>The columns of an entry's rows as they are streamed, once they were described.</summary>
    internal IReadOnlyList<ColumnMapping> StreamedColumns(TocEntry entry) => streamed[entry.Key];

    /// <summary>The file as a whole: SQLite tells nothing of single tables.</summary>
    public string DescribeState(TocEntry entry) => SqliteFile.StateOf(path);

    public Task<bool> IsUnchangedAsync(TocEntry entry, string state, CancellationToken cancellationToken)
        => Task.FromResult(state == DescribeState(entry));

    public Task<IReadOnlyList<ChunkBounds>> PlanChunksAsync(TocEntry entry, ChunkTarget target, CancellationToken cancellationToken)
    {
        if (target.Bytes == long.MaxValue) return Task.FromResult<IReadOnlyList<ChunkBounds>>([ChunkBounds.Whole]);
        using var lease = snapshot.Rent();
        return Task.FromResult(SqliteChunks.Plan(lease.Connection, tables[entry.Key], target.Rows ?? ChunkRows));
    }

    /// <summary>SQLite has no large objects.</summary>
    public IAsyncEnumerable<LargeObjectPart> ReadLargeObjectsAsync(IReadOnlyList<uint> oids, CancellationToken cancellationToken)
        => throw new NotSupportedException("A SQLite file has no large objects.");

    public Task<IRowStream> OpenRowsAsync(
        TocEntry entry, ChunkBounds chunk, RowStreamOptions options, CancellationToken cancellationToken)
    {
        var columns = streamed[entry.Key];
        if (options.Columns is not null) columns = [.. options.Columns.Select(name => columns.First(column => column.Name == name))];
        var lease = snapshot.Rent();
        var rows = SqliteRowStream.Open(lease.Connection, tables[entry.Key], columns, chunk, options, lease);
        return Task.FromResult<IRowStream>(options.Format == RowFormat.Binary ? rows : new BinaryToTextRows(rows, [.. columns.Select(column => column.Type)]));
    }

    public ValueTask DisposeAsync()
    {
        snapshot.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Dictionary<string, IReadOnlyList<ColumnMapping>>> ChooseTypesAsync(
        List<SqliteTable> wanted, CancellationToken cancellationToken)
    {
        if (options.IsProfiled)
        {
            var parallel = new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            };
            await Parallel.ForEachAsync(wanted, parallel, (table, token) =>
            {
                Profile(table, token);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        }

        return wanted.ToDictionary(table => table.Name, Choose);
    }

    private SqliteTableProfile Profile(SqliteTable table, CancellationToken cancellationToken) => profiles.GetOrAdd(table.Name, _ =>
    {
        using var lease = snapshot.Rent();
        return SqliteProfile.Read(lease.Connection, AllStored(table), options.Types, cancellationToken);
    });

    /// <summary>Types for every column, generated ones too: their values are copied where their expressions can't be.</summary>
    private IReadOnlyList<ColumnMapping> Choose(SqliteTable table)
    {
        var profile = profiles.GetValueOrDefault(table.Name)
            ?? new SqliteTableProfile(0, [.. table.Columns.Select(_ => new SqliteColumnProfile())]);
        return [.. SqliteTypeChoice.Choose(AllStored(table), profile, options.Types)
            .Zip(table.Columns, (mapping, column) => mapping with { Column = column })];
    }

    private static SqliteTable AllStored(SqliteTable table)
        => table with { Columns = [.. table.Columns.Select(column => column with { Generated = SqliteGeneration.None })] };

    /// <summary>
    /// The mapping for a destination column of the given type: the chosen one where it is of that type, else one made for it.
    /// </summary>
    private ColumnMapping Fit(SqliteTable table, ColumnMapping column, string type) => column.Type == type
        ? column
        : DestinationMapping.Fit(column, type, () => CountedAs(table, column), $"{options.Schema}.{table.Name}.{column.Name}");

    /// <summary>How a column's times are stored: only its values tell.</summary>
    private ValueConversion CountedAs(SqliteTable table, ColumnMapping column)
    {
        var declared = table with
        {
            Columns = [column.Column with { DeclaredType = "TIMESTAMP", Generated = SqliteGeneration.None }],
            IsStrict = false,
        };
        using var lease = snapshot.Rent();
        var profile = SqliteProfile.Read(lease.Connection, declared, options.Types, CancellationToken.None);
        return SqliteTypeChoice.Choose(declared, profile, options.Types)[0].Conversion;
    }

    private TocEntry Sized(TocEntry entry)
    {
        if (entrySet!.OptionalDumpIds.Contains(entry.DumpId)) entry = entry with { IsOptional = true };
        if (!entry.HasData) return entry;
        var table = entrySet.SourceTables[entry.DumpId];
        tables[entry.Key] = table;
        var rows = profiles.GetValueOrDefault(table.Name)?.Rows ?? CountRows(table);
        // A guess of eight bytes a value: it only decides what is copied first.
        return entry with { DataRows = rows, DataBytes = rows * table.Columns.Count * 8 };
    }

    private long CountRows(SqliteTable table)
    {
        using var lease = snapshot.Rent();
        return SqliteFile.ReadInteger(lease.Connection, $"SELECT count(*) {SqliteName.From(table)}") ?? 0;
    }

    private void TellReasons(IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> mappings)
    {
        foreach (var (table, columns) in mappings)
        {
            foreach (var column in columns.Where(column => column.Reason is not null))
            {
                observer.Verbose($"{table}.{column.Column.Name} ({column.Column.DeclaredType}) becomes {column.Type}: {column.Reason}.");
            }
        }
    }
}
