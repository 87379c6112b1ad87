using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;
using SQLitePCL;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// Copies rows back to a SQLite file, in one transaction there. Its triggers and foreign keys are switched off for this connection alone
/// (sqlite.org/c3ref/c_dbconfig_defensive.html, SQLITE_DBCONFIG_ENABLE_TRIGGER): the new database has what they did already, and the schema stays untouched.
/// </summary>
internal sealed class FileReturn(CopyBackRequest request, IMigrationObserver observer)
{
    public Task<IReadOnlyList<TableCopyBackResult>> RunAsync(CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            using var database = Open();
            // What SQLite does within one statement ends with it, too.
            using var interruption = cancellationToken.UnsafeRegister(_ => raw.sqlite3_interrupt(database), null);
            try
            {
                var results = await ReturnAsync(database, cancellationToken).ConfigureAwait(false);
                return results;
            }
            catch (Exception error) when (error is not OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("Copying back was cancelled.", error, cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Whoever writes to the file from now on waits, and fails.</summary>
    private sqlite3 Open()
    {
        var database = SqliteFile.Open(request.To.Database, readOnly: false);
        try
        {
            SqliteError.Check(raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, out _), database);
            SqliteFile.Execute(database, "PRAGMA foreign_keys = OFF");
            Locking(() => SqliteFile.Execute(database, "BEGIN IMMEDIATE"));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private async Task<IReadOnlyList<TableCopyBackResult>> ReturnAsync(sqlite3 database, CancellationToken cancellationToken)
    {
        var orphans = FileForeignKeys.Read(database, observer);
        var (tables, files, numbers) = await FindAsync(database, cancellationToken).ConfigureAwait(false);
        var written = tables.Where(table => table.IsWritten).ToList();
        foreach (var table in written) Naming(table, () => files[table.Number].Delete());
        foreach (var table in written) Naming(table, () => files[table.Number].Insert());
        var isAdvanced = false;
        foreach (var table in tables.Where(table => numbers.ContainsKey(table.Number))) isAdvanced |= files[table.Number].Advance(numbers[table.Number]);
        if (written.Count == 0 && !isAdvanced) return [.. tables.Select(table => table.Result)];
        FileForeignKeys.Require(database, orphans);
        foreach (var table in written) Naming(table, () => Prove(table, files[table.Number], cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        Locking(() => SqliteFile.Execute(database, "COMMIT"));
        return [.. tables.Select(table => table.Result)];
    }

    /// <summary>Notes all differences, and lets go of the snapshots: in rollback-journal mode a reader keeps the writer from committing.</summary>
    private async Task<(IReadOnlyList<ReturnedTable> Tables, IReadOnlyDictionary<int, FileTable> Files, IReadOnlyDictionary<int, long> Numbers)> FindAsync(
        sqlite3 database, CancellationToken cancellationToken)
    {
        var opened = await MigrationSources.OpenAsync(request.To, request.OldSelection, observer, cancellationToken).ConfigureAwait(false);
        await using var closingOpened = opened.ConfigureAwait(false);
        var old = (SqliteSource)opened;
        var young = await MigrationSources.OpenAsync(request.From, new() { Filter = ObjectFilter.Everything }, observer, cancellationToken).ConfigureAwait(false);
        await using var closingYoung = young.ConfigureAwait(false);
        var tables = await ReturnedTables.OfAsync(request, old, young, areServers: false, observer, cancellationToken).ConfigureAwait(false);
        var (files, numbers) = (new Dictionary<int, FileTable>(), new Dictionary<int, long>());
        var progress = new RunProgress(observer, "Comparing tables");
        progress.Begin([.. tables.Select(table => table.Pair)]);
        try
        {
            foreach (var table in tables)
            {
                var pair = table.Pair.Turned;
                RequireColumns(table, young.DescribeRows(pair.Destination.Entry, null), pair.Source.Rows);
                var rows = new StreamedPair(pair, () => progress.Move(table.Pair));
                var file = files[table.Number] = new FileTable(database, old.TableOf(pair.Source.Entry), old.StreamedColumns(pair.Source.Entry), rows.Key, table.Number);
                await CopyBackErrors.NamingAsync(table.Name, async () =>
                {
                    await new FileDifferences(table, file, rows).NoteAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
                var given = young.DescribeNumbering(pair.Destination.Entry).Where(one => one is { IsCalled: true, IsDescending: false }).ToList();
                if (given.Count > 0) numbers[table.Number] = given.Max(one => one.LastValue);
                progress.Complete(table.Pair);
            }
        }
        finally
        {
            progress.End();
        }

        WarnOfVirtualTables(old.Schema, tables);
        return (tables, files, numbers);
    }

    /// <summary>Virtual tables, such as full-text indexes, were not migrated: what triggers write to them is nowhere but in the file.</summary>
    private void WarnOfVirtualTables(SqliteSchema schema, IReadOnlyList<ReturnedTable> tables)
    {
        foreach (var trigger in schema.Triggers.Where(trigger => tables.Any(table => table.IsWritten && SqliteName.IsSame(table.Name.Name, trigger.Table))))
        {
            foreach (var one in schema.VirtualTables.Where(one => trigger.Sql.Contains(one.Name, StringComparison.OrdinalIgnoreCase)))
            {
                observer.Warning($"The virtual table {one.Name} does not follow what is copied back to {trigger.Table}, because the trigger {trigger.Name} rests meanwhile: rebuild it.");
            }
        }
    }

    private static void RequireColumns(ReturnedTable table, RowSet young, RowSet old)
    {
        if (young.Columns.FirstOrDefault(column => old.Columns.All(one => one.Name != column.Name)) is { } missing) throw new TableReturnException(table.Name, CopyBackErrors.Missing($"{table.Name}.{missing.Name}"));
    }

    private static void Prove(ReturnedTable table, FileTable file, CancellationToken cancellationToken)
    {
        var found = file.Sum(cancellationToken);
        if (found != table.Expected) throw CopyBackErrors.NotProven(table.Name.ToString(), FormattableString.Invariant($"its {found.Rows} rows have another checksum than the {table.Expected.Rows} there"));
    }

    private static void Naming(ReturnedTable table, Action work)
    {
        try
        {
            work();
        }
        catch (MigrationException error)
        {
            throw new TableReturnException(table.Name, error.ErrorId == "ConstraintViolated" ? CopyBackErrors.Refused(table.Name.ToString(), error) : error);
        }
    }

    private void Locking(Action work)
    {
        try
        {
            work();
        }
        catch (MigrationException error) when (error.ErrorId == "SqliteFileLocked")
        {
            throw CopyBackErrors.Locked(request.To.Database, error);
        }
    }
}
