namespace PgMigrate.Engine.Catalog;

/// <summary>A column whose default takes its numbers from a sequence.</summary>
public sealed record SequenceUse(uint TableOid, string Column);
