namespace PgMigrate.Engine.Catalog;

/// <summary>Reads extended statistics.</summary>
internal static class ExtendedStatisticsQuery
{
    /// <summary>The statistics objects by schema and name.</summary>
    public static Task<List<PgExtendedStatistics>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // No target is -1 before 17, and NULL since.
        var target = session.Since(13, "nullif(s.stxstattarget, -1)::int", "NULL::int");
        return session.QueryAsync(
            $"""
            SELECT s.oid, n.nspname::text, s.stxname::text, pg_catalog.pg_get_userbyid(s.stxowner)::text, cn.nspname::text, c.relname::text,
                   pg_catalog.pg_get_statisticsobjdef(s.oid), {target}
            FROM pg_catalog.pg_statistic_ext s
            JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
            JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid
            JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
            WHERE c.relpersistence <> 't' AND {UserObjects.Condition("pg_statistic_ext", "s.oid")}
            ORDER BY n.nspname, s.stxname
            """,
            row => new PgExtendedStatistics
            {
                Address = new(SystemCatalog.ExtendedStatistics, row.GetFieldValue<uint>(0)),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                Table = new(row.GetString(4), row.GetString(5)),
                Definition = row.GetString(6),
                Target = row.IsDBNull(7) ? null : row.GetInt32(7),
            },
            cancellationToken);
    }
}
