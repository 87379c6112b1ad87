namespace PgMigrate.Engine.Catalog;

/// <summary>Which objects are a user's, the same for every query.</summary>
internal static class UserObjects
{
    /// <summary>A condition on an object in schema <c>n</c>: neither the system's, nor an extension's member, nor part of PgMigrate's own journal.</summary>
    /// <param name="catalog">The catalog that describes the object, such as <c>pg_proc</c>.</param>
    /// <param name="oid">The object's OID in the query.</param>
    public static string Condition(string catalog, string oid) => $"""
        n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate')
        AND {IsNoMember(catalog, oid)}
        """;

    /// <summary>A condition on an object: it is no extension's member.</summary>
    public static string IsNoMember(string catalog, string oid) => $"""
        NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend member
            WHERE member.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass AND member.objid = {oid} AND member.deptype = 'e')
        """;
}
