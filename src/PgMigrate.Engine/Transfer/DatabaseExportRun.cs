using System.Diagnostics;
using Npgsql;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>One run of <see cref="DatabaseExport"/>.</summary>
internal sealed class DatabaseExportRun(DatabaseExportRequest request, IMigrationObserver observer) : IAsyncDisposable
{
    private const string Activity = "Exporting the database";

    private readonly long startedAt = Stopwatch.GetTimestamp();
    private readonly string path = Path.GetFullPath(request.Path);
    private IMigrationSource? source;
    private IArchiveWriter? writer;
    private IReadOnlyList<TocEntry> entries = [];
    private IReadOnlyList<ExportTally> tallies = [];
    private IReadOnlyList<MigrationFinding> leftOut = [];
    private IReadOnlyList<string> files = [];
    private bool hasEnded;

    /// <summary>Whether there is something to tell of a run that ends early.</summary>
    public bool HasBegun => writer is not null;

    public DatabaseExportResult Result => new()
    {
        Source = request.Source.ToString(),
        Path = path,
        Format = request.Format,
        Status = hasEnded ? DatabaseExportStatus.Completed : DatabaseExportStatus.Failed,
        Entries = entries.Count,
        Tables = [.. tallies.Where(tally => tally.Entry.HasRows && tally.IsDone).Select(tally => tally.ToResult())
            .OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Table, StringComparer.Ordinal)],
        Bytes = tallies.Where(tally => tally.IsDone).Sum(tally => tally.Moved.Bytes),
        Files = files,
        FileBytes = files.Sum(file => new FileInfo(file).Length),
        Elapsed = Stopwatch.GetElapsedTime(startedAt),
        Findings = [.. leftOut, .. source?.Findings ?? []],
    };

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var compression = new CompressionChoice(request.Compressed, request.CompressionLevel);
        compression.Require();
        ArchiveTarget.Require(request);
        try
        {
            source = await MigrationSources.OpenAsync(request.Source, Selection, observer, cancellationToken).ConfigureAwait(false);
            var chosen = Choose(await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false));
            if (chosen.FirstOrDefault(entry => entry.HasStatements || entry.Preparation.Count > 0) is { } loose) throw ArchiveWritingErrors.NotArchivable(request.Source, loose);
            if (source is IDatabaseSource database && await database.FindUnreadableAsync(chosen, cancellationToken).ConfigureAwait(false) is { } unreadable) throw unreadable;
            await WriteAsync(chosen, compression, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException)
        {
            throw CopyErrors.Translate(error, request.Source.ToString(), CopyErrors.Source);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ArchiveWritingErrors.NotWritten(path, error);
        }

        foreach (var finding in Result.Findings) observer.Warning(finding.ToString());
        hasEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync().ConfigureAwait(false);
        if (source is not null) await source.DisposeAsync().ConfigureAwait(false);
    }

    private SourceSelection Selection => new()
    {
        Filter = new(request.Selection),
        InferTypes = request.InferTypes,
        IdentifierCase = request.IdentifierCase,
        LockTimeout = request.LockTimeout,
        WithDefinitions = true,
        WithRows = request.Sections.HasFlag(DatabaseSections.Data),
        WithStatistics = request.Statistics,
    };

    private IReadOnlyList<TocEntry> Choose(IReadOnlyList<TocEntry> all)
    {
        // A SQLite source has chosen already, by the names that its tables have there.
        var selection = request.Source.Kind == DatabaseKind.Sqlite ? Catalog.TableSelection.All : request.Selection;
        (var chosen, leftOut) = EntrySelection.Choose(all, selection, request.ExcludeExtensions);
        if (chosen.Count == 0 && !request.Selection.IsAll) throw CopyErrors.NoTables(request.Source);
        chosen = EntryRules.Apply(chosen, request);
        // Where there are no rows, a materialized view has none (PostgreSQL, pg_dump.c, --schema-only); its section alone fills it all the same.
        if (request.Sections == (DatabaseSections.PreData | DatabaseSections.PostData)) chosen = [.. chosen.Where(entry => entry.Desc is not (TocDesc.Refresh or TocDesc.StatisticsData))];
        if (request.Sections == DatabaseSections.Data) chosen = RowsOrder.ByForeignKeys(chosen, all);
        // Whatever is chosen, an archive can make its database.
        var ids = chosen.Select(entry => entry.DumpId).ToHashSet();
        IEnumerable<TocEntry> own = all.Where(entry => DatabaseRenaming.Concerns(entry)
            && (ids.Contains(entry.DumpId) || entry.Desc is TocDesc.Database or TocDesc.DatabaseProperties));
        chosen = [.. own, .. chosen.Where(entry => !DatabaseRenaming.Concerns(entry))];
        return request.NoOwner ? [.. chosen.Select(entry => entry.Owner is null ? entry : entry with { Owner = null })] : chosen;
    }

    private async Task WriteAsync(IReadOnlyList<TocEntry> chosen, CompressionChoice compression, CancellationToken cancellationToken)
    {
        var version = new ArchiveVersion(request.MinorVersion);
        var origin = source!.Origin;
        entries = ArchiveContents.Of(chosen, version, origin.Encoding);
        var header = new ArchiveHeader
        {
            Version = version,
            Format = request.Format,
            Compression = request.Compressed,
            CreatedAt = DateTime.Now,
            Database = origin.Database,
            ServerVersion = origin.ServerVersion,
            DumperVersion = EngineProgram.Name,
        };
        var data = new ExportData(request, source, observer, Activity, [.. chosen.Where(entry => entry.Desc is TocDesc.LargeObjects or TocDesc.LargeObject)]);
        tallies = data.Plan(entries);
        var kept = request.Resume ? await ExportResumption.FindAsync(request, source, entries, observer, cancellationToken).ConfigureAwait(false) : [];
        writer = await CreateWriterAsync(header, compression, origin.Encoding, kept, cancellationToken).ConfigureAwait(false);
        data.Keep(kept);
        await data.WriteAsync(writer, cancellationToken).ConfigureAwait(false);
        await source.RequireUnchangedAsync(cancellationToken).ConfigureAwait(false);
        files = await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (request.Manifest) files = [.. files, await HashManifest.WriteAsync(path, files, cancellationToken).ConfigureAwait(false)];
    }

    private async Task<IArchiveWriter> CreateWriterAsync(
        ArchiveHeader header, CompressionChoice compression, string encoding, IReadOnlyList<FinishedData> kept, CancellationToken cancellationToken)
        => request.Format switch
        {
            ArchiveFormat.Directory => await DirectoryArchiveWriter.CreateAsync(
                path, header, entries, compression, await ExportResumption.DescribeAsync(request, source!, cancellationToken).ConfigureAwait(false), kept,
                source!.DescribeState, cancellationToken).ConfigureAwait(false),
            ArchiveFormat.Plain => await PlainScriptWriter.CreateAsync(path, header, entries, compression, encoding, Script, cancellationToken).ConfigureAwait(false),
            _ => await CustomArchiveWriter.CreateAsync(path, header, entries, compression, cancellationToken).ConfigureAwait(false),
        };

    private ScriptOptions Script => new()
    {
        Clean = request.Clean,
        IfExists = request.IfExists,
        Create = request.Create,
        NoOwner = request.NoOwner,
        Inserts = request.HasInserts ? new(request.ColumnInserts, request.RowsPerInsert ?? 1, request.OnConflictDoNothing) : null,
    };
}
