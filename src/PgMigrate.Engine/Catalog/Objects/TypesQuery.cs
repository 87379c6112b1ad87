namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the types that users made: enums, domains, composites, ranges, base types and shells.</summary>
internal static class TypesQuery
{
    private static readonly string IsUsers = UserObjects.Condition("pg_type", "t.oid");

    private const string Common = "t.oid, n.nspname::text, t.typname::text, pg_catalog.pg_get_userbyid(t.typowner)::text";

    /// <summary>The types, kind by kind, by schema and name.</summary>
    public static async Task<List<PgType>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) =>
    [
        .. await ReadEnumsAsync(session, cancellationToken).ConfigureAwait(false),
        .. await ReadDomainsAsync(session, cancellationToken).ConfigureAwait(false),
        .. await ReadCompositesAsync(session, cancellationToken).ConfigureAwait(false),
        .. await ReadRangesAsync(session, cancellationToken).ConfigureAwait(false),
        .. await BaseTypesQuery.ReadAsync(session, cancellationToken).ConfigureAwait(false),
        .. await ReadShellsAsync(session, cancellationToken).ConfigureAwait(false),
    ];

    private static Task<List<PgEnum>> ReadEnumsAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT {Common}, ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype = 'e' AND {IsUsers}
        ORDER BY n.nspname, t.typname
        """,
        row => new PgEnum
        {
            Address = row.Address(SystemCatalog.Type),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
            Labels = row.GetFieldValue<string[]>(4),
        },
        cancellationToken);

    private static async Task<IEnumerable<PgDomain>> ReadDomainsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var constraints = (await session.QueryAsync(
            """
            SELECT con.contypid, con.oid, con.conname::text, con.contype, pg_catalog.pg_get_constraintdef(con.oid), con.convalidated
            FROM pg_catalog.pg_constraint con
            WHERE con.contypid <> 0
            ORDER BY con.contypid, con.conname
            """,
            row => (
                Domain: row.GetFieldValue<uint>(0),
                IsNotNull: row.GetChar(3) == 'n',
                Constraint: new PgTypeConstraint(
                    new(SystemCatalog.Constraint, row.GetFieldValue<uint>(1)), row.GetString(2), row.GetString(4), row.GetBoolean(5))),
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Domain);
        var domains = await session.QueryAsync(
            $"""
            SELECT {Common}, pg_catalog.format_type(t.typbasetype, t.typtypmod), {CollationOf("t.typcollation", "base.typcollation")},
                   t.typnotnull, coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 'pg_catalog.pg_type'::pg_catalog.regclass), t.typdefault)
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_type base ON base.oid = t.typbasetype
            WHERE t.typtype = 'd' AND {IsUsers}
            ORDER BY n.nspname, t.typname
            """,
            row => new PgDomain
            {
                Address = row.Address(SystemCatalog.Type),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                BaseType = row.GetString(4),
                Collation = row.Text(5),
                IsNotNull = row.GetBoolean(6),
                Default = row.Text(7),
            },
            cancellationToken).ConfigureAwait(false);
        return domains.Select(domain => domain with
        {
            Constraints = [.. constraints[domain.Address.Oid].Where(row => !row.IsNotNull).Select(row => row.Constraint)],
            NotNull = constraints[domain.Address.Oid].FirstOrDefault(row => row.IsNotNull).Constraint,
        });
    }

    private static async Task<IEnumerable<PgComposite>> ReadCompositesAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var attributes = (await session.QueryAsync(
            $"""
            SELECT a.attrelid, a.attnum, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), {CollationOf("a.attcollation", "ty.typcollation")}
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_type ty ON ty.oid = a.atttypid
            WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum
            """,
            row => (Relation: row.GetFieldValue<uint>(0), Attribute: new PgAttribute(row.GetInt16(1), row.GetString(2), row.GetString(3), row.Text(4))),
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Relation, row => row.Attribute);
        return await session.QueryAsync(
            $"""
            SELECT {Common}, t.typrelid
            FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
            WHERE t.typtype = 'c' AND c.relkind = 'c' AND {IsUsers}
            ORDER BY n.nspname, t.typname
            """,
            row => new PgComposite
            {
                Address = row.Address(SystemCatalog.Type),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                RelationOid = row.GetFieldValue<uint>(4),
                Attributes = [.. attributes[row.GetFieldValue<uint>(4)]],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Task<List<PgRange>> ReadRangesAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var multirange = session.Since(14, "pg_catalog.format_type(r.rngmultitypid, NULL)", "NULL::text");
        return session.QueryAsync(
            $"""
            SELECT {Common}, pg_catalog.format_type(r.rngsubtype, NULL), {multirange},
                   CASE WHEN NOT oc.opcdefault THEN pg_catalog.quote_ident(ocn.nspname) || '.' || pg_catalog.quote_ident(oc.opcname) END,
                   {CollationOf("r.rngcollation", "st.typcollation")},
                   nullif(r.rngcanonical, 0)::pg_catalog.regproc::text, nullif(r.rngsubdiff, 0)::pg_catalog.regproc::text
            FROM pg_catalog.pg_range r
            JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            JOIN pg_catalog.pg_type st ON st.oid = r.rngsubtype
            JOIN pg_catalog.pg_opclass oc ON oc.oid = r.rngsubopc
            JOIN pg_catalog.pg_namespace ocn ON ocn.oid = oc.opcnamespace
            WHERE {IsUsers}
            ORDER BY n.nspname, t.typname
            """,
            row => new PgRange
            {
                Address = row.Address(SystemCatalog.Type),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                Subtype = row.GetString(4),
                MultirangeType = row.Text(5),
                OperatorClass = row.Text(6),
                Collation = row.Text(7),
                Canonical = row.Text(8),
                SubtypeDifference = row.Text(9),
            },
            cancellationToken);
    }

    private static Task<List<PgShellType>> ReadShellsAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT {Common}
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE NOT t.typisdefined AND t.typtype = 'p' AND {IsUsers}
        ORDER BY n.nspname, t.typname
        """,
        row => new PgShellType { Address = row.Address(SystemCatalog.Type), Schema = row.GetString(1), Name = row.GetString(2), Owner = row.GetString(3) },
        cancellationToken);

    /// <summary>A collation as it is written, where it is not the type's own.</summary>
    private static string CollationOf(string collation, string own) => $"""
        (SELECT pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
         FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
         WHERE co.oid = {collation} AND co.oid <> {own})
        """;
}
