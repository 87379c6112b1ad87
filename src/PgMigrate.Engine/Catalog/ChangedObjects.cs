namespace PgMigrate.Engine.Catalog;

/// <summary>
/// Finds what a snapshot still sees and others have changed since. The server prints definitions and names as they are now, also within an older
/// snapshot (a function's arguments, an index, a trigger, every name in an expression), so that a change in between would be half seen.
/// What was created since is not seen at all, and does no harm.
/// </summary>
internal static class ChangedObjects
{
    /// <summary>The catalogs whose rows hang on a relation, and the column that names it.</summary>
    private static readonly (string Catalog, string Relation)[] OfRelations =
    [
        ("pg_attribute", "attrelid"), ("pg_attrdef", "adrelid"), ("pg_index", "indexrelid"), ("pg_rewrite", "ev_class"), ("pg_trigger", "tgrelid"),
        ("pg_policy", "polrelid"), ("pg_partitioned_table", "partrelid"), ("pg_inherits", "inhrelid"), ("pg_sequence", "seqrelid"), ("pg_class", "oid"),
    ];

    /// <summary>The catalogs whose rows are in a schema, and the columns that name them and it.</summary>
    private static readonly (string Catalog, string Name, string Namespace)[] InSchemas =
    [
        ("pg_type", "typname", "typnamespace"), ("pg_proc", "proname", "pronamespace"), ("pg_constraint", "conname", "connamespace"),
        ("pg_operator", "oprname", "oprnamespace"), ("pg_opclass", "opcname", "opcnamespace"), ("pg_opfamily", "opfname", "opfnamespace"),
        ("pg_collation", "collname", "collnamespace"), ("pg_conversion", "conname", "connamespace"), ("pg_statistic_ext", "stxname", "stxnamespace"),
        ("pg_ts_config", "cfgname", "cfgnamespace"), ("pg_ts_dict", "dictname", "dictnamespace"), ("pg_ts_parser", "prsname", "prsnamespace"),
        ("pg_ts_template", "tmplname", "tmplnamespace"),
    ];

    /// <summary>Rows that say more of an object in a schema: the catalog, the column that names the object, and its catalog.</summary>
    private static readonly (string Catalog, string Column, string Owner, string Name, string Namespace)[] OfObjects =
    [
        ("pg_enum", "enumtypid", "pg_type", "typname", "typnamespace"), ("pg_range", "rngtypid", "pg_type", "typname", "typnamespace"),
        ("pg_aggregate", "aggfnoid", "pg_proc", "proname", "pronamespace"),
    ];

    /// <summary>The name of an object that was changed or dropped; null where all is as the snapshot sees it.</summary>
    /// <param name="session">The session of the snapshot.</param>
    /// <param name="openAside">Opens another session, which sees what others have committed. Only where a row looks changed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<string?> FindAsync(CatalogSession session, Func<Task<CatalogSession>> openAside, CancellationToken cancellationToken)
        => FindAsync(session, string.Join(" UNION ALL ", Queries()), openAside, cancellationToken);

    /// <summary>The same of enums alone, whose rows are read by their labels' names as they are now.</summary>
    public static Task<string?> FindEnumAsync(CatalogSession session, Func<Task<CatalogSession>> openAside, CancellationToken cancellationToken)
        => FindAsync(session, OfObject(OfObjects[0]), openAside, cancellationToken);

    private static async Task<string?> FindAsync(
        CatalogSession session, string query, Func<Task<CatalogSession>> openAside, CancellationToken cancellationToken)
    {
        var suspects = await session.QueryAsync(
            query, row => new Suspect(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), cancellationToken).ConfigureAwait(false);
        if (suspects.Count == 0) return null;
        // A transaction may have failed, or be under way: then the row is still the newest one.
        var aside = await openAside().ConfigureAwait(false);
        await using var asideEnd = aside.Connection.ConfigureAwait(false);
        var kept = await aside.QueryAsync(
            string.Join(" UNION ALL ", suspects.GroupBy(suspect => suspect.Catalog).Select(Newest)),
            row => (row.GetString(0), row.GetString(1)), cancellationToken).ConfigureAwait(false);
        var still = kept.ToHashSet();
        return suspects.Find(suspect => !still.Contains((suspect.Catalog, suspect.Place)))?.Name;
    }

    private static IEnumerable<string> Queries() =>
    [
        .. OfRelations.Select(one => Query(
            one.Catalog, "n.nspname || '.' || c.relname", one.Catalog == "pg_class"
                ? "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                : $"pg_catalog.{one.Catalog} x JOIN pg_catalog.pg_class c ON c.oid = x.{one.Relation} JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace",
            one.Catalog == "pg_class" ? "c" : "x")),
        .. InSchemas.Select(one => Query(
            one.Catalog, $"n.nspname || '.' || x.{one.Name}", $"pg_catalog.{one.Catalog} x JOIN pg_catalog.pg_namespace n ON n.oid = x.{one.Namespace}", "x")),
        .. OfObjects.Select(OfObject),
        Query("pg_namespace", "n.nspname", "pg_catalog.pg_namespace n", "n"),
    ];

    private static string OfObject((string Catalog, string Column, string Owner, string Name, string Namespace) one) => Query(
        one.Catalog,
        $"n.nspname || '.' || o.{one.Name}",
        $"pg_catalog.{one.Catalog} x JOIN pg_catalog.{one.Owner} o ON o.oid = x.{one.Column} JOIN pg_catalog.pg_namespace n ON n.oid = o.{one.Namespace}",
        "x");

    /// <summary>Rows that someone has marked as changed or dropped, whether or not he commits it.</summary>
    private static string Query(string catalog, string name, string from, string row) => $"""
        SELECT '{catalog}', {row}.ctid::text, {row}.xmin::text, {name} FROM {from}
        WHERE {row}.xmax <> 0 AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate')
        """;

    /// <summary>Those of the rows that are still there. While the snapshot lasts, nothing else takes their places.</summary>
    private static string Newest(IGrouping<string, Suspect> suspects) => $"""
        SELECT '{suspects.Key}', x.ctid::text
        FROM (VALUES {string.Join(", ", suspects.Select(suspect => $"('{suspect.Place}'::tid, '{suspect.Maker}')"))}) AS v (place, maker)
        JOIN pg_catalog.{suspects.Key} x ON x.ctid = v.place AND x.xmin::text = v.maker
        """;

    private sealed record Suspect(string Catalog, string Place, string Maker, string Name);
}
