using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>A difference, and the object that it is of.</summary>
/// <param name="Difference">What differs.</param>
/// <param name="Source">The source's object; null where it has none.</param>
/// <param name="Destination">The destination's object; null where it has none.</param>
internal sealed record ObjectDifference(SchemaDifference Difference, PgObject? Source, PgObject? Destination);
