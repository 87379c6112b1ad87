namespace PgMigrate.Engine.Sqlite;

/// <summary>What CREATE TABLE says of a column that no pragma tells.</summary>
internal sealed record ColumnText(string Name)
{
    public string? Collation { get; init; }

    public string? GenerationExpression { get; init; }
}
