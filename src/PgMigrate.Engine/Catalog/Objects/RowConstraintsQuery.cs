namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the CHECK constraints of tables, and from PostgreSQL 18 the NOT NULL constraints of columns.</summary>
internal static class RowConstraintsQuery
{
    /// <summary>The constraints by table and the number of the column that must not be null, 0 for a CHECK; by name.</summary>
    public static async Task<ILookup<(uint Table, int Column), PgRowConstraint>> ReadAsync(
        CatalogSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            $"""
            SELECT con.conrelid, CASE con.contype WHEN 'n' THEN con.conkey[1] ELSE 0::int2 END, con.oid, con.conname::text,
                   pg_catalog.pg_get_constraintdef(con.oid), con.convalidated, con.conislocal, con.connoinherit
            FROM pg_catalog.pg_constraint con
            JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE con.contype IN ('c', 'n') AND {UserRelations.Condition}
            ORDER BY con.conrelid, con.conname
            """,
            row => (
                Place: (row.GetFieldValue<uint>(0), (int)row.GetInt16(1)),
                Constraint: new PgRowConstraint(
                    new(SystemCatalog.Constraint, row.GetFieldValue<uint>(2)), row.GetString(3), row.GetString(4), row.GetBoolean(5),
                    row.GetBoolean(6), !row.GetBoolean(7))),
            cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Place, row => row.Constraint);
    }
}
