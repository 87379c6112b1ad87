namespace PgMigrate.Engine.Sqlite;

/// <summary>A view's statement and what it stands on.</summary>
/// <param name="Definition">CREATE VIEW in PostgreSQL's words.</param>
/// <param name="Tables">The tables that it names.</param>
/// <param name="Views">The views that it names, by their SQLite names.</param>
internal sealed record TranslatedView(string Definition, IReadOnlyList<DestinationTable> Tables, IReadOnlyList<string> Views);
