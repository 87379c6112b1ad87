using System.Runtime.CompilerServices;
using Npgsql;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// Brings the rows of an old database to what they are in the new one, so that a program can be switched back: the engine of
/// <c>Undo-DatabaseMigration -CopyBack</c>.
/// <list type="bullet">
/// <item>Both ends are compared as <c>Test-MigrationIntegrity</c> compares them, and only what differs is written, in one transaction over all
/// tables. What fails takes all of it back. Nothing is dropped or truncated.</item>
/// <item>Neither foreign keys' actions nor triggers run for these rows: the new database has what they did already.</item>
/// <item>Before the commit it is proven: the checksums of all rows of each table that was written to, as the transaction sees them, are those of the
/// new database's snapshot, and every foreign key holds. Who goes on after the commit may compare again.</item>
/// <item>A program that still writes to the new database writes what is not in the snapshot: stop it first.</item>
/// <item>Tables that only the new database has stay there. Of a table that only the old one has, it is warned.</item>
/// </list>
/// </summary>
public static class RowReturn
{
    /// <summary>A record for each table once all of them are written, with zeros where there was nothing to write.</summary>
    /// <exception cref="MigrationException">
    /// PostgresRequired: the new database is none. CopyBackNotPossible: a row can't be written as it is. CopyBackNotProven: the rows are not what they
    /// should be. ForeignKeyViolated, SqliteFileLocked, PermissionDenied, ConstraintViolated and the other errors of either end: the old database is
    /// as it was. CommitInDoubt: the connection was lost at the very end. The table concerned has a record with the error before it is thrown.
    /// </exception>
    public static async IAsyncEnumerable<TableCopyBackResult> RunAsync(
        CopyBackRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.From.Kind != DatabaseKind.PostgreSql) throw CopyBackErrors.NotPostgres(request.From);
        if (request.To.Kind == DatabaseKind.Archive) throw CopyBackErrors.NotWritable(request.To);
        IReadOnlyList<TableCopyBackResult> results;
        MigrationException? failure = null;
        try
        {
            results = request.To.Kind == DatabaseKind.Sqlite
                ? await new FileReturn(request, observer).RunAsync(cancellationToken).ConfigureAwait(false)
                : await new ServerReturn(request, observer).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TableReturnException error)
        {
            failure = error.Failure;
            results = [new() { Schema = error.Table.Schema, Table = error.Table.Name, ErrorMessage = failure.Message, Error = failure }];
        }
        catch (NpgsqlException error)
        {
            // What is not about one table: the transaction's beginning and end, and the list of what is to be written.
            throw CopyBackErrors.Translate(error, request.To.ToString());
        }

        foreach (var result in results) yield return result;
        if (failure is not null) throw failure;
    }
}
