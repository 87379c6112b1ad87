using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads publications and what was added to them.</summary>
internal static class PublicationsQuery
{
    private static readonly string[] AllOperations = ["insert", "update", "delete", "truncate"];

    /// <summary>The publications by name.</summary>
    public static Task<List<PgPublication>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var isViaRoot = session.Since(13, "p.pubviaroot", "false");
        var publishesStored = session.Since(18, "p.pubgencols = 's'", "false");
        return session.QueryAsync($"""
            SELECT p.oid, p.pubname::text, pg_catalog.pg_get_userbyid(p.pubowner)::text, p.puballtables,
                   p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, {isViaRoot}, {publishesStored}
            FROM pg_catalog.pg_publication p
            WHERE {UserObjects.IsNoMember("pg_publication", "p.oid")}
            ORDER BY p.pubname
            """, Read, cancellationToken);
    }

    /// <summary>The tables by schema, name and publication. Those of extensions are not told: who restores could not have added them yet.</summary>
    public static Task<List<PgPublicationTable>> ReadTablesAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var columns = session.Since(15, """
            ARRAY(SELECT a.attname::text
                  FROM pg_catalog.unnest(pr.prattrs::int2[]) AS listed (number)
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = pr.prrelid AND a.attnum = listed.number
                  ORDER BY a.attnum)
            """, "ARRAY[]::text[]");
        var filter = session.Since(15, "pg_catalog.pg_get_expr(pr.prqual, pr.prrelid)", "NULL::text");
        return session.QueryAsync($"""
            SELECT pr.oid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(p.pubowner)::text, p.pubname::text, {columns}, {filter}
            FROM pg_catalog.pg_publication_rel pr
            JOIN pg_catalog.pg_publication p ON p.oid = pr.prpubid
            JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE {UserRelations.Condition} AND {UserObjects.IsNoMember("pg_publication", "p.oid")}
            ORDER BY n.nspname, c.relname, p.pubname
            """, ReadTable, cancellationToken);
    }

    /// <summary>The schemas by name and publication.</summary>
    public static async Task<IReadOnlyList<PgPublicationSchema>> ReadSchemasAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        const int FirstVersion = 150000;
        if (session.ServerVersion < FirstVersion) return [];
        return await session.QueryAsync($"""
            SELECT pn.oid, n.nspname::text, pg_catalog.pg_get_userbyid(p.pubowner)::text, p.pubname::text
            FROM pg_catalog.pg_publication_namespace pn
            JOIN pg_catalog.pg_publication p ON p.oid = pn.pnpubid
            JOIN pg_catalog.pg_namespace n ON n.oid = pn.pnnspid
            WHERE {UserObjects.Condition("pg_namespace", "n.oid")} AND {UserObjects.IsNoMember("pg_publication", "p.oid")}
            ORDER BY n.nspname, p.pubname
            """, ReadSchema, cancellationToken).ConfigureAwait(false);
    }

    private static PgPublication Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Publication, row.GetFieldValue<uint>(0)),
        Name = row.GetString(1),
        Owner = row.GetString(2),
        IsForAllTables = row.GetBoolean(3),
        Operations = [.. AllOperations.Where((_, place) => row.GetBoolean(4 + place))],
        IsViaPartitionRoot = row.GetBoolean(8),
        PublishesStoredColumns = row.GetBoolean(9),
    };

    private static PgPublicationTable ReadTable(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.PublicationTable, row.GetFieldValue<uint>(0)),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        Owner = row.GetString(3),
        Publication = row.GetString(4),
        Columns = row.GetFieldValue<string[]>(5),
        RowFilter = row.IsDBNull(6) ? null : row.GetString(6),
    };

    private static PgPublicationSchema ReadSchema(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.PublicationSchema, row.GetFieldValue<uint>(0)),
        Name = row.GetString(1),
        Owner = row.GetString(2),
        Publication = row.GetString(3),
    };
}
