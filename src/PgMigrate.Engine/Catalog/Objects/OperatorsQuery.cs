namespace PgMigrate.Engine.Catalog;

/// <summary>Reads operators; not those that another operator only announced as its commutator or negator.</summary>
internal static class OperatorsQuery
{
    /// <summary>The operators by schema, name and argument types.</summary>
    public static Task<List<PgOperator>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT o.oid, n.nspname::text, o.oprname::text, pg_catalog.pg_get_userbyid(o.oprowner)::text, {CatalogReference.Function("o.oprcode")},
               pg_catalog.format_type(nullif(o.oprleft, 0), NULL), pg_catalog.format_type(nullif(o.oprright, 0), NULL),
               {CatalogReference.Operator("o.oprcom")}, {CatalogReference.Operator("o.oprnegate")}, o.oprcanmerge, o.oprcanhash,
               {CatalogReference.Function("o.oprrest")}, {CatalogReference.Function("o.oprjoin")},
               CASE o.oprkind WHEN 'r' THEN '0' WHEN 'l' THEN '1' ELSE '2' END || {CatalogReference.Order("ARRAY[o.oprleft, o.oprright]")}
        FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        WHERE o.oprcode <> 0 AND {UserObjects.Condition("pg_operator", "o.oid")}
        ORDER BY n.nspname, o.oprname, 6, 7
        """,
        row => new PgOperator
        {
            Address = row.Address(SystemCatalog.Operator),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
            Function = row.GetString(4),
            LeftType = row.Text(5),
            RightType = row.Text(6),
            Commutator = row.Text(7),
            Negator = row.Text(8),
            CanMerge = row.GetBoolean(9),
            CanHash = row.GetBoolean(10),
            Restriction = row.Text(11),
            Join = row.Text(12),
            Order = row.GetString(13),
        },
        cancellationToken);
}
