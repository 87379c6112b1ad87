namespace PgMigrate.Engine.Catalog;

/// <summary>A type that was announced and never defined.</summary>
public sealed record PgShellType : PgType;
