namespace PgMigrate.Engine.Catalog;

/// <summary>Reads which columns take their default from which sequence.</summary>
internal static class SequenceUsesQuery
{
    /// <summary>The OID of <c>pg_catalog.regclass(text)</c>, the same in every version (pg_proc.dat).</summary>
    private const int TextToRegclass = 1079;

    /// <summary>The columns by the sequence's OID.</summary>
    public static async Task<ILookup<uint, SequenceUse>> ReadAsync(
        CatalogSession session, IReadOnlyList<PgSequence> sequences, CancellationToken cancellationToken)
    {
        var bound = await ReadBoundAsync(session, cancellationToken).ConfigureAwait(false);
        var named = await ReadNamedAsync(session, sequences, cancellationToken).ConfigureAwait(false);
        return bound.Concat(named).Distinct().ToLookup(row => row.Sequence, row => row.Use);
    }

    private static Task<List<(uint Sequence, SequenceUse Use)>> ReadBoundAsync(CatalogSession session, CancellationToken cancellationToken)
        => session.QueryAsync(
            """
            SELECT DISTINCT used.refobjid, a.attrelid, a.attname::text
            FROM pg_catalog.pg_depend used
            JOIN pg_catalog.pg_sequence s ON s.seqrelid = used.refobjid
            JOIN pg_catalog.pg_attrdef ad ON ad.oid = used.objid
            JOIN pg_catalog.pg_attribute a ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
            WHERE used.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
              AND used.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
            ORDER BY 2, 3
            """,
            row => (row.GetFieldValue<uint>(0), new SequenceUse(row.GetFieldValue<uint>(1), row.GetString(2))),
            cancellationToken);

    /// <summary>
    /// <c>nextval('name'::text)</c>, as databases have it that come from before PostgreSQL 8.1, finds its sequence each time anew:
    /// the catalog knows no dependency, only the expression tells. What calls no such function is not printed: that takes long.
    /// </summary>
    private static async Task<IEnumerable<(uint Sequence, SequenceUse Use)>> ReadNamedAsync(
        CatalogSession session, IReadOnlyList<PgSequence> sequences, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            $"""
            SELECT a.attrelid, a.attname::text, n.nspname::text, pg_catalog.replace(named.parts[1], '''''', '''')
            FROM pg_catalog.pg_attrdef ad
            JOIN pg_catalog.pg_attribute a ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
            JOIN pg_catalog.pg_class c ON c.oid = ad.adrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL pg_catalog.regexp_matches(
                pg_catalog.pg_get_expr(ad.adbin, ad.adrelid),
                $$nextval\(\(+'((?:[^']|'')+)'::(?:text|character varying)(?:\)::text)?\)::regclass\)$$, 'g') named(parts)
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND ad.adbin::text LIKE '%:funcid {TextToRegclass} %'
            ORDER BY 1, 2
            """,
            row => (Use: new SequenceUse(row.GetFieldValue<uint>(0), row.GetString(1)), Schema: row.GetString(2), Name: row.GetString(3)),
            cancellationToken).ConfigureAwait(false);
        return rows.Select(row => (Sequence: SequenceName.Find(row.Name, row.Schema, sequences), row.Use))
            .Where(row => row.Sequence is not null).Select(row => (row.Sequence!.Oid, row.Use));
    }
}
