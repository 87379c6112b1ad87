namespace PgMigrate.Engine.Catalog;

/// <summary>Which tables a request is about, by patterns as <see cref="ObjectFilter"/> reads them; without any, all of them.</summary>
public sealed record TableSelection
{
    /// <summary>Every table of every schema.</summary>
    public static TableSelection All { get; } = new();

    /// <summary>The tables to take, as <c>name</c> or <c>schema.name</c>; empty for all.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>The tables to leave out.</summary>
    public IReadOnlyList<string> ExcludeTables { get; init; } = [];

    /// <summary>The schemas to take tables of; empty for all.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    /// <summary>The schemas whose tables to leave out.</summary>
    public IReadOnlyList<string> ExcludeSchemas { get; init; } = [];

    /// <summary>Whether every table is chosen.</summary>
    public bool IsAll => Tables.Count == 0 && ExcludeTables.Count == 0 && Schemas.Count == 0 && ExcludeSchemas.Count == 0;
}
