using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>An extension as the destination has it, or would have it.</summary>
/// <param name="Schema">Where its objects are.</param>
/// <param name="IsOwn">Whether it belongs to the role that restores, which may then comment on it.</param>
/// <param name="Members">Its objects that have a schema, by name; operators too.</param>
internal sealed record InstalledExtension(string Schema, bool IsOwn, IReadOnlySet<QualifiedName> Members)
{
    /// <summary>Whether it was there before the run.</summary>
    public bool IsThere { get; init; } = true;
}
