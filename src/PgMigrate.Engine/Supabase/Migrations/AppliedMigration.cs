namespace PgMigrate.Engine.Supabase;

/// <summary>A row of the history.</summary>
/// <param name="Version">Its key.</param>
/// <param name="Name">The migration's name; null where the row has none.</param>
/// <param name="Statements">What was run; null where the row does not say.</param>
internal sealed record AppliedMigration(string Version, string? Name, IReadOnlyList<string>? Statements);
