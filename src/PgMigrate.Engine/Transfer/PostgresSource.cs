using System.Collections.Concurrent;
using System.Globalization;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>A live PostgreSQL as a source, of rows alone or of all that it has: every reader sees one snapshot.</summary>
internal sealed class PostgresSource : IMigrationSource, IDatabaseSource
{
    private readonly SnapshotSessions sessions;

    /// <summary>Which transactions the snapshot sees.</summary>
    private readonly string view;
    private readonly PgCatalog catalog;

    /// <summary>All that the database has; null where rows alone are wanted.</summary>
    private readonly PgDatabase? database;
    private readonly SourceSelection selection;
    private readonly ConcurrentDictionary<string, RowSet> described = new();
    private readonly Dictionary<string, PgTable> tables = [];

    private readonly ColumnNumberings numberings;

    /// <summary>Those of the tables that extensions made.</summary>
    private readonly Dictionary<string, PgConfigurationTable> provided = [];

    /// <summary>What each domain is over, as columns' types name it.</summary>
    private readonly Lazy<IReadOnlyDictionary<string, string>> domains;

    private PostgresSource(SnapshotSessions sessions, string view, PgCatalog catalog, PgDatabase? database, SourceSelection selection)
    {
        this.sessions = sessions;
        this.view = view;
        this.catalog = catalog;
        this.database = database;
        this.selection = selection;
        domains = new(() => (database?.Types ?? []).OfType<PgDomain>().ToDictionary(domain => SqlText.Name(domain.Schema, domain.Name), domain => domain.BaseType));
        numberings = new(catalog.Sequences);
    }

    internal SnapshotSessions Sessions => sessions;

    internal PgCatalog Catalog => catalog;

    internal PgTable TableOf(TocEntry entry) => tables[entry.Key];

    /// <summary>All that the database has; null where the source was opened for rows alone.</summary>
    public PgDatabase? Database => database;

    public IReadOnlyList<MigrationFinding> Findings =>
    [
        .. database?.Findings ?? [],
        .. selection.WithRows ? numberings.UnreadableOf(tables.Values).Select(PostgresFindings.UnreadableSequence) : [],
        .. catalog.Tables.Where(table => table.Kind == TableKind.Foreign && selection.Filter.Includes(table.QualifiedName))
            .Select(PostgresFindings.ForeignTable),
        .. tables.Where(table => described.ContainsKey(table.Key)).Select(table => table.Value)
            .SelectMany(catalog.LeavesOf, (table, leaf) => (Table: table, Leaf: leaf)).Where(pair => pair.Leaf.IsForeign)
            .Select(pair => PostgresFindings.ForeignPartition(pair.Leaf, pair.Table)),
    ];

    /// <exception cref="InvalidOperationException">The source was opened for rows alone.</exception>
    public PgDatabaseProperties Properties => database?.Properties ?? throw new InvalidOperationException("The database was not described.");

    /// <summary>What the server sends is UTF-8; of a database that knows no letters, it is whatever bytes there are.</summary>
    public SourceOrigin Origin => new()
    {
        Database = Properties.Name,
        ServerVersion = sessions.Keeper.ServerVersion,
        Encoding = Properties.Encoding == ArchiveEncodings.Unknown ? ArchiveEncodings.Unknown : "UTF8",
    };

    /// <summary>Takes the snapshot and reads the catalog in it. The source disposes of the connector, also where opening fails.</summary>
    public static async Task<PostgresSource> OpenAsync(
        PostgresConnector connector, SourceSelection selection, CancellationToken cancellationToken)
    {
        var sessions = await SnapshotSessions.OpenAsync(connector, selection.LockTimeout, cancellationToken).ConfigureAwait(false);
        try
        {
            var database = selection.WithDefinitions ? await SourceDescription.ReadAsync(sessions, selection, connector.Observer, cancellationToken).ConfigureAwait(false) : null;
            var session = await CatalogSession.StartAsync(sessions.Keeper, cancellationToken).ConfigureAwait(false);
            // A table that is emptied by TRUNCATE or rewritten is so for older snapshots, too.
            if (database is null) await TableLocks.TakeAsync(session, selection.Filter, selection.LockTimeout, cancellationToken).ConfigureAwait(false);
            var catalog = database is null
                ? await new CatalogReader(session).ReadAsync(cancellationToken).ConfigureAwait(false)
                : new() { ServerVersion = database.ServerVersion, Tables = database.Tables, ForeignKeys = [], Triggers = [], Sequences = database.Sequences };
            var view = await SnapshotAge.ReadAsync(sessions.Keeper, cancellationToken).ConfigureAwait(false);
            return new(sessions, view, catalog, database, selection);
        }
        catch
        {
            await sessions.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task<IReadOnlyList<TocEntry>> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        var entries = database is null ? RowEntries() : WholeEntries(database);
        var byOid = catalog.Tables.ToDictionary(table => table.Oid);
        foreach (var entry in entries.Where(entry => entry.HasRows)) tables[entry.Key] = byOid.TryGetValue(entry.CatalogOid, out var table) ? table : Provided(entry);
        return Task.FromResult(entries);
    }

    /// <summary>All that the database has, then what it is itself.</summary>
    private static IReadOnlyList<TocEntry> WholeEntries(PgDatabase database)
    {
        var entries = SchemaEntries.Build(database);
        var own = DatabaseEntries.Build(database).Select(entry => entry with
        {
            DumpId = entry.DumpId + entries.Count,
            Dependencies = [.. entry.Dependencies.Select(id => id + entries.Count)],
        });
        return [.. entries, .. own];
    }

    public async Task<IReadOnlyList<PgRole>> ReadRolesAsync(CancellationToken cancellationToken)
    {
        var session = await CatalogSession.StartAsync(sessions.Keeper, cancellationToken).ConfigureAwait(false);
        var roles = await RolesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var uses = await RolesQuery.ReadUsesAsync(session, cancellationToken).ConfigureAwait(false);
        return NeededRoles.Of(roles, database!, uses, []);
    }

    public Task<MigrationException?> FindUnreadableAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
        => SourceRights.FindUnreadableAsync(sessions.Keeper, [.. entries.Where(entry => entry.HasRows).Select(entry => entry.CatalogOid)], cancellationToken);

    /// <summary>A table that an extension made and the user fills.</summary>
    private PgTable Provided(TocEntry entry)
    {
        var table = database!.Extensions.SelectMany(extension => extension.ConfigurationTables).First(one => one.Oid == entry.CatalogOid);
        provided[entry.Key] = table;
        return new()
        {
            Address = table.Address,
            Schema = table.Schema,
            Name = table.Name,
            Owner = table.Owner,
            RelationKind = 'r',
            Persistence = TablePersistence.Permanent,
            IsPartition = false,
        };
    }

    /// <summary>An entry per table that is chosen, its partitions' rows with it.</summary>
    private IReadOnlyList<TocEntry> RowEntries() =>
    [
        .. catalog.Tables
            .Where(table => table.Kind is TableKind.Table or TableKind.Partitioned && selection.Filter.Includes(table.QualifiedName))
            .Select((table, index) => new TocEntry
            {
                DumpId = index + 1,
                CatalogOid = table.Oid,
                Tag = table.Name,
                Desc = TocDesc.TableData,
                Section = TocSection.Data,
                Namespace = table.Schema,
                Owner = table.Owner,
                RelationKind = table.RelationKind,
                DataBytes = table.Bytes,
                DataRows = table.EstimatedRows,
            }),
    ];

    public RowSet DescribeRows(TocEntry entry, IReadOnlyList<RowColumn>? destination)
    {
        var table = tables[entry.Key];
        if (provided.TryGetValue(entry.Key, out var configuration)) return described[entry.Key] = DescribeProvided(configuration);
        var columns = table.StoredColumns.Select(column => new RowColumn(column.Name, column.Type) { BaseType = BaseTypeOf(column.Type) }).ToList();
        var types = destination?.ToDictionary(column => column.Name, column => column.Type);
        var isBinary = table.IsBinaryCopySafe
            && (types is null || columns.All(column => types.TryGetValue(column.Name, out var type) && type == column.Type));
        var target = table is { MustLoadThroughRoot: true, RootOid: { } root } ? catalog.Tables.First(one => one.Oid == root) : table;
        return described[entry.Key] = new()
        {
            Schema = target.Schema,
            Table = target.Name,
            Columns = columns,
            Format = isBinary ? RowFormat.Binary : RowFormat.Text,
            KeyColumns = table.PrimaryKey?.Columns ?? [],
            GeneratedPlaces = [.. table.Columns.Select((column, place) => (column, place)).Where(one => one.column.IsGenerated).Select(one => one.place)],
            OverridesIdentity = table.Columns.Any(column => column.Identity == ColumnIdentity.Always),
        };
    }

    private string? BaseTypeOf(string type)
    {
        string? found = null;
        while (domains.Value.TryGetValue(found ?? type, out var next)) found = next;
        return found;
    }

    /// <summary>In text, because another version of the extension may keep its columns in other types.</summary>
    private static RowSet DescribeProvided(PgConfigurationTable table) => new()
    {
        Schema = table.Schema!,
        Table = table.Name,
        Columns = [.. table.Columns.Select(column => new RowColumn(column, ""))],
        Format = RowFormat.Text,
        IsProvided = true,
    };

    public IReadOnlyList<ColumnNumbering> DescribeNumbering(TocEntry entry) => numberings.Of(tables[entry.Key]);

    public string DescribeState(TocEntry entry) => $"{Files(entry)} {view}";

    public async Task<bool> IsUnchangedAsync(TocEntry entry, string state, CancellationToken cancellationToken)
    {
        if (state.Split(' ') is not [var files, var before] || files != Files(entry)) return false;
        foreach (var leaf in catalog.LeavesOf(tables[entry.Key]).Where(PostgresChunks.IsCutByBlocks))
        {
            var isWritten = await sessions.UseAsync(
                connection => SnapshotAge.HasNewerRowsAsync(connection, leaf, before, cancellationToken), leaf.ToString(),
                cancellationToken).ConfigureAwait(false);
            if (isWritten) return false;
        }

        return true;
    }

    public Task<string?> ReadIdentityAsync(CancellationToken cancellationToken) => SnapshotAge.ReadIdentityAsync(sessions.Keeper, cancellationToken);

    public async Task<bool> HasSameRowsAsync(TocEntry entry, string state, long count, CancellationToken cancellationToken)
    {
        // What an extension's condition chooses may depend on anything.
        if (provided.ContainsKey(entry.Key) || state.Split(' ') is not [var files, var before] || files != Files(entry)) return false;
        var table = tables[entry.Key];
        return await sessions.UseAsync(
            async connection => !await SnapshotAge.HasNewerTypesAsync(connection, before, cancellationToken).ConfigureAwait(false)
                && !await SnapshotAge.HasNewerRowsAsync(connection, table, before, cancellationToken).ConfigureAwait(false)
                && await SnapshotAge.CountAsync(connection, table, cancellationToken).ConfigureAwait(false) == count,
            table.ToString(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Another file node means that the table was rewritten; another size, that rows were added.</summary>
    private string Files(TocEntry entry) => string.Join(
        ',',
        catalog.LeavesOf(tables[entry.Key]).Where(leaf => leaf.HoldsRows)
            .Select(leaf => string.Create(CultureInfo.InvariantCulture, $"{leaf.RelFileNode}:{leaf.Bytes}")));

    public async Task RequireUnchangedAsync(CancellationToken cancellationToken)
    {
        if (database is null) return;
        var session = await CatalogSession.StartAsync(sessions.Keeper, cancellationToken).ConfigureAwait(false);
        var changed = await ChangedObjects.FindEnumAsync(session, () => sessions.OpenAsideAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (changed is not null) throw CatalogErrors.Changed($"The enum {changed}", session.Connection.Database);
    }

    public Task<IReadOnlyList<ChunkBounds>> PlanChunksAsync(TocEntry entry, ChunkTarget target, CancellationToken cancellationToken)
    {
        var table = tables[entry.Key];
        return sessions.UseAsync(
            connection => PostgresChunks.PlanAsync(connection, table, catalog.LeavesOf(table), target, cancellationToken), table.ToString(),
            cancellationToken);
    }

    public IAsyncEnumerable<LargeObjectPart> ReadLargeObjectsAsync(IReadOnlyList<uint> oids, CancellationToken cancellationToken) => sessions.StreamAsync(
        connection => LargeObjectReader.ReadAsync(connection, oids, cancellationToken), LargeObjectJobs.Describe(oids), cancellationToken);

    public Task<IRowStream> OpenRowsAsync(TocEntry entry, ChunkBounds chunk, RowStreamOptions options, CancellationToken cancellationToken)
    {
        var columns = options.Columns ?? [.. described[entry.Key].Columns.Select(column => column.Name)];
        var selection = provided.TryGetValue(entry.Key, out var table)
            ? $"(SELECT {SqlText.List(columns)} FROM ONLY {SqlText.Qualified(table.Schema!, table.Name)} {table.Condition})"
            : PostgresChunks.Selection(tables[entry.Key], catalog.LeavesOf(tables[entry.Key]), columns, chunk);
        return sessions.OpenRowsAsync(selection, options.Format, tables[entry.Key].ToString(), cancellationToken);
    }

    public ValueTask DisposeAsync() => sessions.DisposeAsync();
}
