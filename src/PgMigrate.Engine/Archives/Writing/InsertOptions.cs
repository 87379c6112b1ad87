namespace PgMigrate.Engine.Archives;

/// <summary>How rows are written as INSERT.</summary>
/// <param name="NamesColumns">Whether each statement names the columns.</param>
/// <param name="RowsPerStatement">The most rows in one statement.</param>
/// <param name="IgnoresConflicts">Whether a row whose key is there already is left out (ON CONFLICT DO NOTHING).</param>
internal sealed record InsertOptions(bool NamesColumns, int RowsPerStatement, bool IgnoresConflicts);
