namespace PgMigrate.Engine.Catalog;

/// <summary>Which objects are a user's, the same for every query.</summary>
internal static class UserObjects
{
    /// <summary>A condition on an object in schema <c>n</c>: neither the system's, nor an extension's member, nor part of PgMigrate's own journal.</summary>
    /// <param name="catalog">The catalog that describes the object, such as <c>pg_proc</c>.</param>
    /// <param name="oid">The object's OID in the query.</param>
    public static string Condition(string catalog, string oid) => $"""
        n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate') AND {IsNoMember(catalog, oid)}
        """;

    /// <summary>A condition on an object that is in no schema: what initdb made has a lower OID.</summary>
    public static string ConditionWithoutSchema(string catalog, string oid) => $"{oid} >= 16384 AND {IsNoMember(catalog, oid)}";

    /// <summary>A condition on an object in schema <c>n</c> that initdb made, or an extension, and that grants and revocations may have changed since.</summary>
    public static string ProvidedCondition(string catalog, string oid) => $"(n.nspname = 'pg_catalog' OR {IsMember(catalog, oid)})";

    /// <summary>A condition on an object: it is no extension's member.</summary>
    public static string IsNoMember(string catalog, string oid) => "NOT " + IsMember(catalog, oid);

    /// <summary>A condition on an object: an extension brought it.</summary>
    public static string IsMember(string catalog, string oid) => $"""
        EXISTS (
            SELECT FROM pg_catalog.pg_depend member
            WHERE member.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass AND member.objid = {oid} AND member.deptype = 'e')
        """;
}
