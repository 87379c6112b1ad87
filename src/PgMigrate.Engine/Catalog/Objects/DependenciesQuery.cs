using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads what depends on what.</summary>
internal static class DependenciesQuery
{
    /// <summary>
    /// The dependencies of all that a user made or an extension brought, in a stable order. What they say of a column they say of the whole. What
    /// pg_amop and pg_amproc say of single operators and functions is said of their family, and what a cast or operator class needs itself is
    /// left out: it would be a loop of its own; so is the part that a foreign key's own triggers are of it.
    /// </summary>
    public static Task<List<PgDependency>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT d.classid, d.objid, d.refclassid, d.refobjid, d.deptype
            FROM pg_catalog.pg_depend d
            WHERE d.deptype <> 'p' AND d.classid NOT IN ('pg_catalog.pg_amop'::pg_catalog.regclass, 'pg_catalog.pg_amproc'::pg_catalog.regclass)
              AND NOT (d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND d.deptype = 'i')
            UNION ALL
            SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass::oid, o.amopfamily, d.refclassid, d.refobjid, d.deptype
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_amop o ON o.oid = d.objid
            WHERE d.deptype NOT IN ('p', 'e', 'i') AND d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass
              AND NOT (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.refobjid = o.amopfamily)
            UNION ALL
            SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass::oid, p.amprocfamily, d.refclassid, d.refobjid, d.deptype
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_amproc p ON p.oid = d.objid
            WHERE d.deptype NOT IN ('p', 'e', 'i') AND d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
              AND NOT (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.refobjid = p.amprocfamily)
            ORDER BY 1, 2, 3, 4, 5
            """;
        return session.QueryAsync(Sql, Read, cancellationToken);
    }

    private static PgDependency Read(NpgsqlDataReader row) => new(
        row.Address(row.GetFieldValue<uint>(0), 1),
        row.Address(row.GetFieldValue<uint>(2), 3),
        Kind(row.GetChar(4)));

    private static DependencyKind Kind(char deptype) => deptype switch
    {
        'n' => DependencyKind.Normal,
        'a' => DependencyKind.Automatic,
        'i' => DependencyKind.Internal,
        'P' => DependencyKind.PartitionPrimary,
        'S' => DependencyKind.PartitionSecondary,
        'e' => DependencyKind.ExtensionMember,
        'x' => DependencyKind.Extension,
        _ => throw new UnknownCatalogValueException("pg_depend.deptype", deptype),
    };
}
