namespace PgMigrate.Engine.Catalog;

/// <summary>Reads what text search is made of, each kind by schema and name.</summary>
internal static class TextSearchQueries
{
    public static Task<List<PgTextSearchParser>> ReadParsersAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT p.oid, n.nspname::text, p.prsname::text, p.prsstart::pg_catalog.regproc::text, p.prstoken::pg_catalog.regproc::text,
               p.prsend::pg_catalog.regproc::text, nullif(p.prsheadline, 0)::pg_catalog.regproc::text, p.prslextype::pg_catalog.regproc::text
        FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
        WHERE {UserObjects.Condition("pg_ts_parser", "p.oid")}
        ORDER BY n.nspname, p.prsname
        """,
        row => new PgTextSearchParser
        {
            Address = row.Address(SystemCatalog.TextSearchParser),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Start = row.GetString(3),
            GetToken = row.GetString(4),
            End = row.GetString(5),
            Headline = row.Text(6),
            LexemeTypes = row.GetString(7),
        },
        cancellationToken);

    public static Task<List<PgTextSearchTemplate>> ReadTemplatesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT t.oid, n.nspname::text, t.tmplname::text, nullif(t.tmplinit, 0)::pg_catalog.regproc::text, t.tmpllexize::pg_catalog.regproc::text
        FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
        WHERE {UserObjects.Condition("pg_ts_template", "t.oid")}
        ORDER BY n.nspname, t.tmplname
        """,
        row => new PgTextSearchTemplate
        {
            Address = row.Address(SystemCatalog.TextSearchTemplate),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Initialize = row.Text(3),
            Lexize = row.GetString(4),
        },
        cancellationToken);

    public static Task<List<PgTextSearchDictionary>> ReadDictionariesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT d.oid, n.nspname::text, d.dictname::text, pg_catalog.pg_get_userbyid(d.dictowner)::text,
               pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.tmplname), d.dictinitoption
        FROM pg_catalog.pg_ts_dict d
        JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
        JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
        WHERE {UserObjects.Condition("pg_ts_dict", "d.oid")}
        ORDER BY n.nspname, d.dictname
        """,
        row => new PgTextSearchDictionary
        {
            Address = row.Address(SystemCatalog.TextSearchDictionary),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
            Template = row.GetString(4),
            Options = row.Text(5),
        },
        cancellationToken);

    public static async Task<IReadOnlyList<PgTextSearchConfiguration>> ReadConfigurationsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var mappings = (await session.QueryAsync(
            """
            SELECT c.oid, token.alias, pg_catalog.array_agg(m.mapdict::pg_catalog.regdictionary::text ORDER BY m.mapseqno)
            FROM pg_catalog.pg_ts_config c
            JOIN pg_catalog.pg_ts_config_map m ON m.mapcfg = c.oid
            JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) token ON token.tokid = m.maptokentype
            WHERE c.oid >= 16384
            GROUP BY c.oid, m.maptokentype, token.alias
            ORDER BY c.oid, m.maptokentype
            """,
            row => (Configuration: row.GetFieldValue<uint>(0), Mapping: new PgTextSearchMapping(row.GetString(1), row.GetFieldValue<string[]>(2))),
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Configuration, row => row.Mapping);
        return await session.QueryAsync(
            $"""
            SELECT c.oid, n.nspname::text, c.cfgname::text, pg_catalog.pg_get_userbyid(c.cfgowner)::text,
                   pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.prsname)
            FROM pg_catalog.pg_ts_config c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
            JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
            JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
            WHERE {UserObjects.Condition("pg_ts_config", "c.oid")}
            ORDER BY n.nspname, c.cfgname
            """,
            row => new PgTextSearchConfiguration
            {
                Address = row.Address(SystemCatalog.TextSearchConfiguration),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                Parser = row.GetString(4),
                Mappings = [.. mappings[row.GetFieldValue<uint>(0)]],
            },
            cancellationToken).ConfigureAwait(false);
    }
}
