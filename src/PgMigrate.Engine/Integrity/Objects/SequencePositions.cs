using System.Globalization;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// Whether the destination's sequences give no number a second time: each must stand at or beyond where the source's does, and beyond the
/// values of the columns that it numbers.
/// </summary>
internal static class SequencePositions
{
    /// <summary>The sequences that stand too far back, by what they would give next and from where on they may give.</summary>
    public static async Task<IReadOnlyList<SchemaDifference>> CompareAsync(
        CatalogSession source, CatalogSession destination, IReadOnlyList<PgTable> numbered, ObjectFilter filter, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var theirs = (await SequencesQuery.ReadAsync(source, cancellationToken).ConfigureAwait(false)).ToDictionary(sequence => sequence.QualifiedName);
        var ours = (await SequencesQuery.ReadAsync(destination, cancellationToken).ConfigureAwait(false)).FindAll(sequence => filter.Includes(sequence.OwnerTable ?? sequence.QualifiedName));
        var furthest = await FurthestAsync(destination, numbered, ours, cancellationToken).ConfigureAwait(false);
        var differences = new List<SchemaDifference>();
        foreach (var sequence in ours)
        {
            var origin = theirs.GetValueOrDefault(sequence.QualifiedName);
            if (sequence.LastValue is null || origin is { LastValue: null })
            {
                observer.Warning($"Where the sequence {sequence.QualifiedName} stands could not be compared: the role may not read it{(sequence.LastValue is null ? "" : " at the source")}.");
                continue;
            }

            // One that begins anew gives numbers a second time by intent.
            var reached = origin is null || sequence.IsCycling ? [] : new List<Int128> { Next(origin) };
            if (!sequence.IsCycling && furthest.TryGetValue(sequence.Oid, out var highest)) reached.Add(highest + sequence.Increment);
            var needed = reached.Count == 0 ? Next(sequence) : sequence.Increment > 0 ? reached.Max() : reached.Min();
            if (sequence.Increment > 0 ? Next(sequence) >= needed : Next(sequence) <= needed) continue;
            differences.Add(new()
            {
                Status = SchemaDifferenceStatus.Different,
                Kind = "Sequence",
                Schema = sequence.Schema,
                Name = sequence.Name,
                Property = "NextValue",
                Left = needed.ToString(CultureInfo.InvariantCulture),
                Right = Next(sequence).ToString(CultureInfo.InvariantCulture),
            });
        }

        return differences;
    }

    private static Int128 Next(PgSequence sequence) => sequence.IsCalled ? (Int128)sequence.LastValue!.Value + sequence.Increment : sequence.LastValue!.Value;

    /// <summary>The furthest value, in the sequence's direction, of the columns that each sequence numbers, as far as it could have given it.</summary>
    private static async Task<Dictionary<uint, long>> FurthestAsync(
        CatalogSession session, IReadOnlyList<PgTable> numbered, List<PgSequence> sequences, CancellationToken cancellationToken)
    {
        var tables = numbered.Where(table => !table.IsForeign).ToDictionary(table => table.Oid);
        var furthest = new Dictionary<uint, long>();
        foreach (var sequence in sequences)
        {
            var owners = sequence.Uses.Select(use => use.TableOid).Append(sequence.OwnerTableOid ?? 0).Distinct().Where(tables.ContainsKey).Select(oid => tables[oid]);
            foreach (var (table, column) in owners.SelectMany(table => sequence.ColumnsOf(table.Oid), (table, column) => (table, column))
                         .Where(one => one.table.Columns.Any(column => column.Name == one.column && column.IsInteger)))
            {
                var name = SqlText.Identifier(column);
                var extreme = await session.QueryAsync(
                    string.Create(CultureInfo.InvariantCulture, $"SELECT {(sequence.Increment > 0 ? "max" : "min")}({name})::bigint FROM {table.QualifiedName.Sql} WHERE {name} BETWEEN {sequence.MinValue} AND {sequence.MaxValue}"),
                    row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), cancellationToken).ConfigureAwait(false);
                if (extreme[0] is { } value && (!furthest.TryGetValue(sequence.Oid, out var known) || (sequence.Increment > 0 ? value > known : value < known))) furthest[sequence.Oid] = value;
            }
        }

        return furthest;
    }
}
