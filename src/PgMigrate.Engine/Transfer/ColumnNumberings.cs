using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Which sequences number a source's columns, and where they stand.</summary>
internal sealed class ColumnNumberings(IEnumerable<PgSequence> all)
{
    /// <summary>The sequences that number a table's columns, by the table's OID.</summary>
    private readonly ILookup<uint, PgSequence> sequences = all.SelectMany(
        sequence => sequence.Uses.Select(use => use.TableOid).Concat(sequence.OwnerTableOid is { } owner ? [owner] : []).Distinct(),
        (sequence, table) => (Table: table, Sequence: sequence)).ToLookup(pair => pair.Table, pair => pair.Sequence);

    /// <summary>Where the sequences of a table's columns stand, as far as the role may read it.</summary>
    public IReadOnlyList<ColumnNumbering> Of(PgTable table) =>
    [
        .. table.Columns.SelectMany(column => Of(table, column)
            .Where(sequence => sequence.LastValue is not null)
            .Select(sequence => new ColumnNumbering
            {
                Column = column.Name,
                LastValue = sequence.LastValue!.Value,
                IsCalled = sequence.IsCalled,
                IsDescending = sequence.Increment < 0,
                IsCycling = sequence.IsCycling,
            })),
    ];

    /// <summary>The sequences of the tables' columns whose places the role may not read.</summary>
    public IEnumerable<PgSequence> UnreadableOf(IEnumerable<PgTable> tables) => tables
        .SelectMany(table => table.Columns.SelectMany(column => Of(table, column))).Where(sequence => sequence.LastValue is null).DistinctBy(sequence => sequence.Oid);

    /// <summary>The sequences that a column's default draws from; those that it merely owns only where there is no such.</summary>
    private List<PgSequence> Of(PgTable table, PgColumn column)
    {
        var owned = sequences[table.Oid].Where(sequence => sequence.ColumnsOf(table.Oid).Contains(column.Name)).ToList();
        var drawn = owned.Where(sequence => sequence.Uses.Contains(new(table.Oid, column.Name))).ToList();
        return drawn.Count > 0 ? drawn : owned;
    }
}
