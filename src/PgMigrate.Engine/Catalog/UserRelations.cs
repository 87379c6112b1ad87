namespace PgMigrate.Engine.Catalog;

/// <summary>Which relations are a user's, the same for every query.</summary>
internal static class UserRelations
{
    /// <summary>
    /// A condition on <c>c</c> (pg_class) and <c>n</c> (pg_namespace): neither temporary, nor the system's, nor an extension's member,
    /// nor part of PgMigrate's own journal.
    /// </summary>
    public const string Condition = """
        c.relpersistence <> 't'
        AND n.nspname !~ '^pg_'
        AND n.nspname NOT IN ('information_schema', 'pgmigrate')
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend member
            WHERE member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND member.objid = c.oid AND member.deptype = 'e')
        """;
}
