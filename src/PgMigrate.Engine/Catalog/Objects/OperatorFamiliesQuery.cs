namespace PgMigrate.Engine.Catalog;

/// <summary>Reads operator families and classes with the operators and functions that belong to each.</summary>
internal sealed class OperatorFamiliesQuery
{
    private readonly ILookup<ObjectAddress, PgFamilyOperator> operators;
    private readonly ILookup<ObjectAddress, PgFamilyFunction> functions;

    private OperatorFamiliesQuery(ILookup<ObjectAddress, PgFamilyOperator> operators, ILookup<ObjectAddress, PgFamilyFunction> functions)
        => (this.operators, this.functions) = (operators, functions);

    /// <summary>The families and the classes, each by schema, name and access method.</summary>
    public static async Task<(IReadOnlyList<PgOperatorFamily> Families, IReadOnlyList<PgOperatorClass> Classes)> ReadAsync(
        CatalogSession session, CancellationToken cancellationToken)
    {
        // What belongs to a class needs it; what belongs to the family only needs the family. Each is read in the order in which it was added,
        // which a copy repeats.
        var operators = await session.QueryAsync(
            """
            SELECT d.refobjid, d.refclassid, o.amopstrategy, o.amopopr::pg_catalog.regoperator::text,
                   (SELECT pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(s.opfname)
                    FROM pg_catalog.pg_opfamily s JOIN pg_catalog.pg_namespace sn ON sn.oid = s.opfnamespace WHERE s.oid = o.amopsortfamily)
            FROM pg_catalog.pg_amop o
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = o.oid
            WHERE d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
               OR (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.refobjid = o.amopfamily)
            ORDER BY o.amopstrategy, o.oid
            """,
            row => (Address: row.Address(row.GetFieldValue<uint>(1)), Operator: new PgFamilyOperator(row.GetInt16(2), row.GetString(3), row.Text(4))),
            cancellationToken).ConfigureAwait(false);
        var functions = await session.QueryAsync(
            """
            SELECT d.refobjid, d.refclassid, p.amprocnum, pg_catalog.format_type(p.amproclefttype, NULL), pg_catalog.format_type(p.amprocrighttype, NULL),
                   p.amproc::pg_catalog.regprocedure::text
            FROM pg_catalog.pg_amproc p
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = p.oid
            WHERE d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
               OR (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND d.refobjid = p.amprocfamily)
            ORDER BY p.amprocnum, p.oid
            """,
            row => (
                Address: row.Address(row.GetFieldValue<uint>(1)),
                Function: new PgFamilyFunction(row.GetInt16(2), row.GetString(3), row.GetString(4), row.GetString(5))),
            cancellationToken).ConfigureAwait(false);
        var query = new OperatorFamiliesQuery(
            operators.ToLookup(row => row.Address, row => row.Operator), functions.ToLookup(row => row.Address, row => row.Function));
        return (
            await query.ReadFamiliesAsync(session, cancellationToken).ConfigureAwait(false),
            await query.ReadClassesAsync(session, cancellationToken).ConfigureAwait(false));
    }

    private Task<List<PgOperatorFamily>> ReadFamiliesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT f.oid, n.nspname::text, f.opfname::text, pg_catalog.pg_get_userbyid(f.opfowner)::text, am.amname::text
        FROM pg_catalog.pg_opfamily f
        JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
        JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod
        WHERE {UserObjects.Condition("pg_opfamily", "f.oid")}
        ORDER BY n.nspname, f.opfname, am.amname
        """,
        row => new PgOperatorFamily
        {
            Address = row.Address(SystemCatalog.OperatorFamily),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
            AccessMethod = row.GetString(4),
            Operators = [.. operators[row.Address(SystemCatalog.OperatorFamily)]],
            Order = row.GetString(4),
            Functions = [.. functions[row.Address(SystemCatalog.OperatorFamily)]],
        },
        cancellationToken);

    private Task<List<PgOperatorClass>> ReadClassesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT c.oid, n.nspname::text, c.opcname::text, pg_catalog.pg_get_userbyid(c.opcowner)::text, am.amname::text,
               pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(f.opfname), c.opcdefault,
               pg_catalog.format_type(c.opcintype, NULL), pg_catalog.format_type(nullif(c.opckeytype, 0), NULL)
        FROM pg_catalog.pg_opclass c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
        JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod
        JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
        JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
        WHERE {UserObjects.Condition("pg_opclass", "c.oid")}
        ORDER BY n.nspname, c.opcname, am.amname
        """,
        row => new PgOperatorClass
        {
            Address = row.Address(SystemCatalog.OperatorClass),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
            AccessMethod = row.GetString(4),
            Family = row.GetString(5),
            IsDefault = row.GetBoolean(6),
            Type = row.GetString(7),
            StorageType = row.Text(8),
            Operators = [.. operators[row.Address(SystemCatalog.OperatorClass)]],
            Order = row.GetString(4),
            Functions = [.. functions[row.Address(SystemCatalog.OperatorClass)]],
        },
        cancellationToken);
}
