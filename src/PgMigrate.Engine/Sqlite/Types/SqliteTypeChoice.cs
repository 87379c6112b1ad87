namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Chooses each column's PostgreSQL type by its declared type and its values.
/// <list type="bullet">
/// <item>A declared type is kept as long as at least half of the values are of it; the row stream then reports the others, row by
/// row.</item>
/// <item>Otherwise, and where no type is declared, the values decide: the narrowest type that holds every one exactly. Numbers among text
/// are written as decimal text that reads back as the same number; only a BLOB among text or numbers has no exact form and is
/// reported.</item>
/// <item>An empty column takes its declared type's plain match.</item>
/// <item>Whatever is not the plain match carries its reason.</item>
/// </list>
/// </summary>
internal static class SqliteTypeChoice
{
    /// <summary>The mappings of the stored columns, in table order.</summary>
    public static IReadOnlyList<ColumnMapping> Choose(SqliteTable table, SqliteTableProfile profile, SqliteTypeOptions options)
        => [.. table.StoredColumns.Zip(profile.Columns, (column, found) => Map(table, column, found, options))];

    /// <summary>
    /// Gives the columns of every foreign key the types of the columns that they reference, because PostgreSQL compares them with each
    /// other.
    /// </summary>
    /// <param name="tables">All tables.</param>
    /// <param name="mappings">Each table's mappings by the table's name, as <see cref="Choose"/> returned them.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> AlignForeignKeys(
        IReadOnlyList<SqliteTable> tables, IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> mappings)
        => new ForeignKeyAlignment(tables, mappings).Align();

    /// <summary>A name as the destination has it; PostgreSQL folds the letters A to Z only.</summary>
    public static string Name(string name, IdentifierCase identifierCase)
        => identifierCase == IdentifierCase.Lower ? SqliteName.Fold(name) : name;

    private static ColumnMapping Map(SqliteTable table, SqliteColumn column, SqliteColumnProfile profile, SqliteTypeOptions options)
    {
        var isRowid = table.RowidAlias is not null && SqliteName.IsSame(table.RowidAlias, column.Name);
        var decision = isRowid ? TypeDecision.BigInt : Decide(DeclaredType.Parse(column.DeclaredType, table.IsStrict), profile);
        return new ColumnMapping
        {
            Column = column,
            Name = Name(column.Name, options.IdentifierCase),
            Type = decision.Type,
            Conversion = decision.Conversion,
            Reason = decision.Reason,
        };
    }

    private static TypeDecision Decide(DeclaredType declared, SqliteColumnProfile profile) => declared.Kind switch
    {
        DeclaredKind.SmallInt or DeclaredKind.Int or DeclaredKind.BigInt => NumberTypes.DecideInteger(declared, profile),
        DeclaredKind.Boolean => NumberTypes.DecideBoolean(profile),
        DeclaredKind.Real => NumberTypes.DecideReal(profile),
        DeclaredKind.Numeric => NumberTypes.DecideNumeric(declared, profile),
        DeclaredKind.Date or DeclaredKind.Timestamp or DeclaredKind.TimestampTz or DeclaredKind.Time =>
            TimeTypes.Decide(declared.Kind, profile),
        DeclaredKind.Text => TextTypes.DecideText(declared, profile),
        DeclaredKind.Blob => TextTypes.DecideBlob(profile),
        DeclaredKind.Uuid => TextTypes.DecideChecked(TypeDecision.Uuid, ValueChecks.Uuid, profile),
        DeclaredKind.Json => TextTypes.DecideChecked(TypeDecision.Json, ValueChecks.Json, profile),
        DeclaredKind.Jsonb => TextTypes.DecideChecked(TypeDecision.Jsonb, ValueChecks.Jsonb, profile),
        _ => TextTypes.DecideUndeclared(profile),
    };
}
