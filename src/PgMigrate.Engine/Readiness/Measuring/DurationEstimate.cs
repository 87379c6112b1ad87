using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Readiness;

/// <summary>Makes an estimate of the whole from what was measured of a part. Pure.</summary>
internal static class DurationEstimate
{
    /// <summary>What the sample was spared: the write-ahead log, constraints, checkpoints and the other load of both servers.</summary>
    private const double Unmeasured = 3;

    /// <param name="entries">What would be copied.</param>
    /// <param name="read">What was read of each table.</param>
    /// <param name="measured">The rates.</param>
    /// <param name="schema">How long the schema took to make without rows; null where it was not tried.</param>
    public static MigrationEstimate? Of(IReadOnlyList<TocEntry> entries, IReadOnlyDictionary<string, (long Bytes, long Rows)> read, CopyMeasurement measured, TimeSpan? schema)
    {
        if (measured.Reading is not { Bytes: > 0 } reading) return null;
        var copying = measured.Copying is { Bytes: > 0 } rate ? rate : null;
        var tables = entries.Where(entry => entry.HasRows).ToList();
        var ratio = CopiedPerStored(tables, read);
        var rows = TimeSpan.FromSeconds(tables.Sum(table => table.DataBytes) * ratio / (copying ?? reading).BytesPerSecond);
        var indexing = measured.Indexing?.BytesPerSecond;
        var (indexed, checkedBytes) = (BytesOf(entries, TocDesc.Index, TocDesc.Constraint) * ratio, BytesOf(entries, TocDesc.ForeignKey) * ratio);
        var builders = (copying ?? reading).Connections;
        var indexes = indexing is { } one ? TimeSpan.FromSeconds(indexed / one / builders) : TimeSpan.Zero;
        var keys = indexing is { } other ? TimeSpan.FromSeconds(checkedBytes / other / builders) : TimeSpan.Zero;
        var all = rows + indexes + keys + (schema ?? TimeSpan.Zero);
        return new()
        {
            Duration = all,
            LongestDuration = all * Unmeasured,
            RowsDuration = rows,
            IndexDuration = indexes,
            ForeignKeyDuration = keys,
            ReadRate = reading.BytesPerSecond,
            CopyRate = copying?.BytesPerSecond,
            IndexRate = indexing,
            Connections = builders,
            SampleBytes = reading.Bytes + (copying?.Bytes ?? 0),
            SampleRows = reading.Rows + (copying?.Rows ?? 0),
            Basis = Basis(copying is not null, indexing is not null),
        };
    }

    /// <summary>The bytes that COPY makes of a byte on disk, as far as statistics know how many rows there are.</summary>
    private static double CopiedPerStored(IReadOnlyList<TocEntry> tables, IReadOnlyDictionary<string, (long Bytes, long Rows)> read)
    {
        double copied = 0;
        double stored = 0;
        foreach (var table in tables.Where(table => table is { DataRows: > 0, DataBytes: > 0 } && read.TryGetValue(table.Key, out var one) && one.Rows > 0))
        {
            var (bytes, rows) = read[table.Key];
            copied += (double)bytes / rows * table.DataRows!.Value;
            stored += table.DataBytes;
        }

        return stored > 0 ? copied / stored : 1;
    }

    /// <summary>The bytes of the tables that the entries of those kinds are on, each as often as it has one.</summary>
    private static double BytesOf(IReadOnlyList<TocEntry> entries, params string[] kinds)
    {
        var sizes = entries.Where(entry => entry.HasRows).GroupBy(entry => (entry.Namespace, entry.Tag)).ToDictionary(group => group.Key, group => group.Max(entry => entry.DataBytes));
        var byId = entries.ToDictionary(entry => entry.DumpId);
        double bytes = 0;
        foreach (var entry in entries.Where(entry => kinds.Contains(entry.Desc)))
        {
            // The first of them is the entry's own table, also where a foreign key has two.
            var table = entry.Dependencies.Where(byId.ContainsKey).Select(id => byId[id])
                .FirstOrDefault(other => other.Desc == TocDesc.Table && (entry.Desc == TocDesc.Index || entry.Tag.StartsWith(other.Tag + " ", StringComparison.Ordinal)));
            if (table is not null) bytes += sizes.GetValueOrDefault((table.Namespace, table.Tag));
        }

        return bytes;
    }

    private static string Basis(bool isCopied, bool isIndexed)
    {
        var rows = isCopied ? "Rows went from the largest tables through COPY into temporary tables of the destination, which are not logged"
            : "Rows were read from the largest tables through COPY; writing was not measured";
        var indexes = isIndexed ? "; one of those was indexed, and foreign keys are taken to need as long as an index of the table that refers" : "; indexes and keys are not in it";
        return rows + indexes + ".";
    }
}
