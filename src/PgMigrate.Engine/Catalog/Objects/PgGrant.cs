namespace PgMigrate.Engine.Catalog;

/// <summary>One privilege that a role has.</summary>
/// <param name="Grantee">The role; null for PUBLIC.</param>
/// <param name="Grantor">Who granted it.</param>
/// <param name="Privilege">Its name as GRANT has it, such as <c>SELECT</c>.</param>
/// <param name="IsGrantable">Whether the role may grant it on.</param>
public sealed record PgGrant(string? Grantee, string Grantor, string Privilege, bool IsGrantable);
