using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Reads a table once, for the choice of its columns' types.</summary>
internal static class SqliteProfile
{
    private const int RowsBetweenCancellationChecks = 4096;

    /// <summary>Profiles the stored columns; with InferTypes, text columns are looked into as well.</summary>
    /// <exception cref="MigrationException">SqliteFileCorrupt and the other errors of <see cref="SqliteFile.Open"/>.</exception>
    public static SqliteTableProfile Read(
        sqlite3 connection, SqliteTable table, SqliteTypeOptions options, CancellationToken cancellationToken)
    {
        List<string> selected = [];
        List<ColumnProfiler> profilers = [];
        foreach (var column in table.StoredColumns)
        {
            var (checks, isStorageOnly) = Plan(DeclaredType.Parse(column.DeclaredType, table.IsStrict), options);
            profilers.Add(new ColumnProfiler(selected.Count, checks, isStorageOnly));
            selected.Add(isStorageOnly ? $"typeof({SqliteName.Column(column.Name)})" : SqliteName.Column(column.Name));
        }

        if (selected.Count == 0) selected.Add("NULL");
        using var row = SqliteStatement.Prepare(connection, $"SELECT {string.Join(", ", selected)} {SqliteName.From(table)}");
        long rows = 0;
        while (row.Step())
        {
            if (rows++ % RowsBetweenCancellationChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            foreach (var profiler in profilers) profiler.Take(row);
        }

        return new SqliteTableProfile(rows, [.. profilers.Select(profiler => profiler.Finish())]);
    }

    /// <summary>The checks that a declared type calls for, and whether the values' storage classes are all that matters.</summary>
    private static (ValueChecks Checks, bool IsStorageOnly) Plan(DeclaredType declared, SqliteTypeOptions options)
    {
        const ValueChecks Inferred = ValueChecks.Inferring | ValueChecks.Iso | ValueChecks.Uuid | ValueChecks.JsonContainer;
        var inferred = options.InferTypes ? Inferred : ValueChecks.None;
        switch (declared.Kind)
        {
            case DeclaredKind.Text:
                var checks = inferred | (declared.Length is null ? ValueChecks.None : ValueChecks.Length);
                return (checks, checks == ValueChecks.None);
            case DeclaredKind.None:
                return (inferred, false);
            case DeclaredKind.Blob:
                return (ValueChecks.None, true);
            case DeclaredKind.Boolean:
                return (ValueChecks.Boolean, false);
            case DeclaredKind.Numeric:
                return (ValueChecks.Decimal, false);
            case DeclaredKind.Date or DeclaredKind.Timestamp or DeclaredKind.TimestampTz or DeclaredKind.Time:
                return (ValueChecks.Iso, false);
            case DeclaredKind.Uuid:
                return (ValueChecks.Uuid, false);
            case DeclaredKind.Json:
                return (ValueChecks.Json, false);
            case DeclaredKind.Jsonb:
                return (ValueChecks.Jsonb, false);
            default:
                return (ValueChecks.None, false);
        }
    }
}
