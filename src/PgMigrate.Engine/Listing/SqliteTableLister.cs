using System.Runtime.CompilerServices;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.Listing;

/// <summary>Lists a SQLite file's tables, without virtual ones and their shadows.</summary>
internal sealed class SqliteTableLister : ITableLister
{
    private const string Schema = "main";

    public async IAsyncEnumerable<MigrationTable> ListAsync(
        TableListingRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // SQLite has no asynchronous reads; they wait on other threads than the caller's.
        using var session = await Task.Run(
            () => SqliteListingSession.Open(request.Source.Database), cancellationToken).ConfigureAwait(false);
        using var interruption = cancellationToken.Register(session.Interrupt);
        var tables = (await Task.Run(session.ReadSchema, cancellationToken).ConfigureAwait(false)).Tables
            .OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var order = Order(tables);
        foreach (var table in TableChoice.Choose(request, tables, table => Name(table.Name), _ => false, observer))
        {
            yield return await Task.Run(() => Describe(request, session, table, order), cancellationToken).ConfigureAwait(false);
        }
    }

    private static MigrationTable Describe(
        TableListingRequest request, SqliteListingSession session, SqliteTable table, ForeignKeyOrder order) => new()
        {
            Source = request.Source,
            Schema = Schema,
            Name = table.Name,
            Kind = TableKind.Table,
            EstimatedRows = session.ReadEstimate(table.Name),
            Rows = request.Exact ? session.CountRows(table.Name) : null,
            Bytes = session.ReadBytes(table.Name) ?? 0,
            PrimaryKey = table.PrimaryKey,
            ForeignKeyOrder = order.PlaceOf(Name(table.Name)),
            IsInForeignKeyCycle = order.IsInCycle(Name(table.Name)),
            GeneratedColumns = [.. table.Columns.Where(column => column.Generated != SqliteGeneration.None).Select(column => column.Name)],
            // SQLite hands out values for every INTEGER PRIMARY KEY; AUTOINCREMENT only forbids to hand one out again.
            IdentityColumns = table.RowidAlias is { } alias ? [alias] : [],
            // The rows are encoded by PgMigrate itself.
            IsBinaryCopySafe = true,
        };

    private static ForeignKeyOrder Order(IReadOnlyList<SqliteTable> tables)
    {
        // SQLite's names do not mind the case of letters: a foreign key may write its parent's otherwise.
        var written = tables.ToDictionary(table => table.Name, StringComparer.OrdinalIgnoreCase);
        return ForeignKeyOrder.Of(
            tables.Select(table => Name(table.Name)),
            tables.SelectMany(table => table.ForeignKeys, (table, key) => new ForeignKeyReference(
                Name(table.Name), Name(written.TryGetValue(key.ParentTable, out var parent) ? parent.Name : key.ParentTable), key.Name)));
    }

    private static QualifiedName Name(string table) => new(Schema, table);
}
