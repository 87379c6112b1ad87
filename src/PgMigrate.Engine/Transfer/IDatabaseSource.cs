using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>A source whose objects belong to roles.</summary>
internal interface IRoleSource
{
    /// <summary>The roles that the source's database cannot do without, and those that they are members of.</summary>
    Task<IReadOnlyList<PgRole>> ReadRolesAsync(CancellationToken cancellationToken);
}
