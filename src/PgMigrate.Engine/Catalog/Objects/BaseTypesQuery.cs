using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads base types; not the array types that come with others.</summary>
internal static class BaseTypesQuery
{
    public static Task<List<PgBaseType>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var subscript = session.Since(14, "nullif(t.typsubscript, 0)::pg_catalog.regproc::text", "NULL::text");
        return session.QueryAsync($"""
            SELECT t.oid, n.nspname::text, t.typname::text, pg_catalog.pg_get_userbyid(t.typowner)::text, nullif(t.typlen, -1)::integer,
                   t.typinput::pg_catalog.regproc::text, t.typoutput::pg_catalog.regproc::text,
                   nullif(t.typreceive, 0)::pg_catalog.regproc::text, nullif(t.typsend, 0)::pg_catalog.regproc::text,
                   nullif(t.typmodin, 0)::pg_catalog.regproc::text, nullif(t.typmodout, 0)::pg_catalog.regproc::text,
                   nullif(t.typanalyze, 0)::pg_catalog.regproc::text, {subscript}, t.typcollation <> 0, t.typdefault,
                   CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END,
                   t.typcategory, t.typispreferred, t.typdelim, t.typalign, t.typstorage, t.typbyval
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
            WHERE t.typtype = 'b' AND t.typisdefined AND e.typarray IS DISTINCT FROM t.oid AND {UserObjects.Condition("pg_type", "t.oid")}
            ORDER BY n.nspname, t.typname
            """, Read, cancellationToken);
    }

    private static PgBaseType Read(NpgsqlDataReader row) => new()
    {
        Address = row.Address(SystemCatalog.Type),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        Owner = row.GetString(3),
        InternalLength = row.IsDBNull(4) ? null : row.GetInt32(4),
        Input = row.GetString(5),
        Output = row.GetString(6),
        Receive = row.Text(7),
        Send = row.Text(8),
        ModifierInput = row.Text(9),
        ModifierOutput = row.Text(10),
        Analyze = row.Text(11),
        Subscript = row.Text(12),
        IsCollatable = row.GetBoolean(13),
        Default = row.Text(14),
        Element = row.Text(15),
        Category = row.GetChar(16),
        IsPreferred = row.GetBoolean(17),
        Delimiter = row.GetChar(18),
        Alignment = Alignment(row.GetChar(19)),
        Storage = Storage(row.GetChar(20)),
        IsPassedByValue = row.GetBoolean(21),
    };

    private static TypeAlignment Alignment(char typalign) => typalign switch
    {
        'c' => TypeAlignment.Char,
        's' => TypeAlignment.Int2,
        'i' => TypeAlignment.Int4,
        'd' => TypeAlignment.Double,
        _ => throw new UnknownCatalogValueException("pg_type.typalign", typalign),
    };

    private static TypeStorage Storage(char typstorage) => typstorage switch
    {
        'p' => TypeStorage.Plain,
        'e' => TypeStorage.External,
        'x' => TypeStorage.Extended,
        'm' => TypeStorage.Main,
        _ => throw new UnknownCatalogValueException("pg_type.typstorage", typstorage),
    };
}
