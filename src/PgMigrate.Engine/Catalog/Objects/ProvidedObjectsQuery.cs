using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads what extensions and initdb made and somebody granted or revoked privileges on since, and all languages.</summary>
internal static class ProvidedObjectsQuery
{
    /// <summary>The objects, kind by kind, by schema and name.</summary>
    public static async Task<IReadOnlyList<PgProvidedObject>> ReadAsync(
        CatalogSession session, IReadOnlyDictionary<ObjectAddress, PgPrivileges> privileges, CancellationToken cancellationToken)
    {
        var changed = privileges.Keys.Select(address => address.Whole).ToHashSet();
        var objects = await ReadAllAsync(session, cancellationToken).ConfigureAwait(false);
        return objects.FindAll(one => one.Kind == ProvidedObjectKind.Language || changed.Contains(one.Address));
    }

    private static Task<List<PgProvidedObject>> ReadAllAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid, n.oid, 'n', NULL::text, n.nspname::text, n.nspowner, NULL::text, NULL::int[], NULL::text[], ''
            FROM pg_catalog.pg_namespace n
            WHERE n.nspacl IS NOT NULL AND {UserObjects.ProvidedCondition("pg_namespace", "n.oid")}
            UNION ALL
            SELECT 'pg_catalog.pg_language'::pg_catalog.regclass::oid, l.oid, 'l', NULL, l.lanname, l.lanowner, NULL, NULL, NULL, ''
            FROM pg_catalog.pg_language l
            WHERE l.lanispl AND {UserObjects.IsMember("pg_language", "l.oid")}
            UNION ALL
            SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, t.oid, 'T', n.nspname, t.typname, t.typowner, NULL, NULL, NULL, ''
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typacl IS NOT NULL AND {UserObjects.ProvidedCondition("pg_type", "t.oid")}
            UNION ALL
            SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, p.oid, p.prokind::text, n.nspname, p.proname, p.proowner,
                   CASE p.prokind
                       WHEN 'a' THEN pg_catalog.array_to_string(ARRAY(
                           SELECT pg_catalog.format_type(arg.type, NULL)
                           FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS arg (type, place) ORDER BY arg.place), ', ')
                       ELSE pg_catalog.pg_get_function_identity_arguments(p.oid) END,
                   NULL, NULL, {CatalogReference.Order("p.proargtypes")}
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE p.proacl IS NOT NULL AND {UserObjects.ProvidedCondition("pg_proc", "p.oid")}
            UNION ALL
            SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass::oid, w.oid, 'F', NULL, w.fdwname, w.fdwowner, NULL, NULL, NULL, ''
            FROM pg_catalog.pg_foreign_data_wrapper w
            WHERE w.fdwacl IS NOT NULL AND {UserObjects.IsMember("pg_foreign_data_wrapper", "w.oid")}
            UNION ALL
            SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass::oid, s.oid, 'S', NULL, s.srvname, s.srvowner, NULL, NULL, NULL, ''
            FROM pg_catalog.pg_foreign_server s
            WHERE s.srvacl IS NOT NULL AND {UserObjects.IsMember("pg_foreign_server", "s.oid")}
            UNION ALL
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, c.oid, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END, n.nspname, c.relname, c.relowner, NULL,
                   columns.numbers, columns.names, ''
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
                SELECT pg_catalog.array_agg(a.attnum::int ORDER BY a.attnum) AS numbers, pg_catalog.array_agg(a.attname::text ORDER BY a.attnum) AS names
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped) columns
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND (c.relacl IS NOT NULL OR columns.numbers IS NOT NULL)
              AND {UserObjects.ProvidedCondition("pg_class", "c.oid")}
            """;
        return session.QueryAsync(
            $"""
            SELECT o.classid, o.objid, o.kind, o.schema, o.name, pg_catalog.pg_get_userbyid(o.owner)::text, o.arguments,
                   coalesce(o.numbers, ARRAY[]::int[]), coalesce(o.names, ARRAY[]::text[]), o.place
            FROM ({sql}) AS o (classid, objid, kind, schema, name, owner, arguments, numbers, names, place)
            ORDER BY o.classid, o.schema, o.name, o.place
            """,
            Read,
            cancellationToken);
    }

    private static PgProvidedObject Read(NpgsqlDataReader row) => new()
    {
        Address = new(row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1)),
        Kind = Kind(row.GetString(2)),
        Schema = row.Text(3),
        Name = row.GetString(4),
        Owner = row.GetString(5),
        Arguments = row.Text(6),
        Columns = [.. row.GetFieldValue<int[]>(7).Zip(row.GetFieldValue<string[]>(8), (number, name) => new PgProvidedColumn(number, name))],
        Order = row.GetString(9),
    };

    private static ProvidedObjectKind Kind(string kind) => kind switch
    {
        "n" => ProvidedObjectKind.Schema,
        "l" => ProvidedObjectKind.Language,
        "T" => ProvidedObjectKind.Type,
        "f" or "w" => ProvidedObjectKind.Function,
        "a" => ProvidedObjectKind.Aggregate,
        "p" => ProvidedObjectKind.Procedure,
        "F" => ProvidedObjectKind.ForeignDataWrapper,
        "S" => ProvidedObjectKind.ForeignServer,
        "s" => ProvidedObjectKind.Sequence,
        "r" => ProvidedObjectKind.Table,
        _ => throw new UnknownCatalogValueException("pg_proc.prokind", kind[0]),
    };
}
