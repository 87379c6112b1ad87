namespace PgMigrate.Engine.Integrity;

/// <summary>A row's hash and its key's.</summary>
internal readonly record struct StreamedRow(RowHash Hash, ulong KeyHash);
