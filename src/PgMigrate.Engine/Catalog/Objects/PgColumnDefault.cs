namespace PgMigrate.Engine.Catalog;

/// <summary>A column's default, or the expression that generates its values.</summary>
/// <param name="Address">The pg_attrdef row.</param>
/// <param name="Expression">As <c>pg_get_expr</c> prints it.</param>
public sealed record PgColumnDefault(ObjectAddress Address, string Expression);
