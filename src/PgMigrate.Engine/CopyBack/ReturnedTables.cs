using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.CopyBack;

/// <summary>The old database's tables that get rows back.</summary>
internal static class ReturnedTables
{
    /// <summary>Pairs the tables as the migration did, and turns them round. By the old database's names.</summary>
    /// <exception cref="MigrationException">TableNotFound; or DestinationObjectNotFound: a column that only one end has.</exception>
    public static async Task<IReadOnlyList<ReturnedTable>> OfAsync(
        CopyBackRequest request, IMigrationSource old, IMigrationSource young, bool areServers, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var compared = new RowComparisonRequest { Source = request.To, Destination = request.From, Selection = request.Selection, IdentifierCase = request.IdentifierCase };
        var pairing = await TablePairing.OfAsync(compared, old, young, areServers, cancellationToken).ConfigureAwait(false);
        foreach (var table in pairing.Unpaired)
        {
            // A column that the new database lacks has values in the old one that no one could tell to be right.
            if (table.Error!.Subject != new QualifiedName(table.Schema, table.Table).ToString()) throw table.Error;
            observer.Warning($"{request.From} has no table {table.Schema}.{table.Table}: its rows stay as they are.");
        }

        return [.. pairing.Pairs.Select(pair => new ReturnedTable(pair.Turned, NameOf(pair, old))).OrderBy(table => table.Name.Schema, StringComparer.Ordinal).ThenBy(table => table.Name.Name, StringComparer.Ordinal)];
    }

    private static QualifiedName NameOf(TablePair pair, IMigrationSource old)
        => old is Sqlite.SqliteSource file ? new("main", file.TableOf(pair.Source.Entry).Name) : new(pair.Source.Rows.Schema, pair.Source.Rows.Table);
}
