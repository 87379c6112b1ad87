namespace PgMigrate.Engine.Catalog;

/// <summary>Who may do what with an object or a column, next to what was so when it had just been created.</summary>
/// <param name="Current">The privileges now, in the order in which they were granted.</param>
/// <param name="Initial">
/// Those of an object that nobody has granted anything on: PostgreSQL's default, or what its extension or initdb gave (pg_init_privs).
/// </param>
public sealed record PgPrivileges(IReadOnlyList<PgGrant> Current, IReadOnlyList<PgGrant> Initial)
{
    /// <summary>What was granted since.</summary>
    public IEnumerable<PgGrant> Granted => Current.Except(Initial);

    /// <summary>What was revoked since.</summary>
    public IEnumerable<PgGrant> Revoked => Initial.Except(Current);

    /// <summary>The order in which they were granted does not matter.</summary>
    public bool Equals(PgPrivileges? other)
        => other is not null && Current.ToHashSet().SetEquals(other.Current) && Initial.ToHashSet().SetEquals(other.Initial);

    public override int GetHashCode() => Current.Aggregate(0, (hash, grant) => hash ^ grant.GetHashCode());
}
