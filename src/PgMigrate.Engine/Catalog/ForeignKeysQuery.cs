using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the foreign keys of all tables, those that partitions inherit too.</summary>
internal static class ForeignKeysQuery
{
    /// <summary>The foreign keys by table and name.</summary>
    public static Task<List<PgForeignKey>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var deleteColumns = session.Since(15, "con.confdelsetcols", "NULL::int2[]");
        var isEnforced = session.Since(18, "con.conenforced", "true");
        return session.QueryAsync($"""
            SELECT con.oid, con.conname::text, con.conrelid, n.nspname::text, c.relname::text, {Names("con.conkey", "con.conrelid")},
                   con.confrelid, pn.nspname::text, pc.relname::text, {Names("con.confkey", "con.confrelid")},
                   con.condeferrable, con.condeferred, con.convalidated, {isEnforced},
                   con.confmatchtype, con.confupdtype, con.confdeltype,
                   CASE WHEN {deleteColumns} IS NULL THEN ARRAY[]::text[] ELSE {Names(deleteColumns, "con.conrelid")} END, con.conparentid,
                   c.relkind = 'p', pg_catalog.pg_get_constraintdef(con.oid), pg_catalog.pg_get_userbyid(c.relowner)::text
            FROM pg_catalog.pg_constraint con
            JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class pc ON pc.oid = con.confrelid
            JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
            WHERE con.contype = 'f' AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname, con.conname
            """, Read, cancellationToken);
    }

    private static string Names(string numbers, string table) => $"""
        ARRAY(SELECT a.attname::text
              FROM pg_catalog.unnest({numbers}) WITH ORDINALITY AS k (attnum, position)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = {table} AND a.attnum = k.attnum
              ORDER BY k.position)
        """;

    private static PgForeignKey Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Constraint, row.GetFieldValue<uint>(0)),
        Schema = row.GetString(3),
        Owner = row.GetString(21),
        Name = row.GetString(1),
        TableOid = row.GetFieldValue<uint>(2),
        Table = new(row.GetString(3), row.GetString(4)),
        Columns = row.GetFieldValue<string[]>(5),
        ParentTableOid = row.GetFieldValue<uint>(6),
        ParentTable = new(row.GetString(7), row.GetString(8)),
        ParentColumns = row.GetFieldValue<string[]>(9),
        IsDeferrable = row.GetBoolean(10),
        IsDeferred = row.GetBoolean(11),
        IsValidated = row.GetBoolean(12),
        IsEnforced = row.GetBoolean(13),
        MatchType = Match(row.GetChar(14)),
        OnUpdate = Action(row.GetChar(15)),
        OnDelete = Action(row.GetChar(16)),
        OnDeleteColumns = row.GetFieldValue<string[]>(17),
        InheritedFrom = row.GetFieldValue<uint>(18) is 0 ? null : new(SystemCatalog.Constraint, row.GetFieldValue<uint>(18)),
        IsOnPartitionedTable = row.GetBoolean(19),
        Definition = row.GetString(20),
    };

    private static ForeignKeyMatch Match(char confmatchtype) => confmatchtype switch
    {
        's' => ForeignKeyMatch.Simple,
        'f' => ForeignKeyMatch.Full,
        'p' => ForeignKeyMatch.Partial,
        _ => throw new UnknownCatalogValueException("pg_constraint.confmatchtype", confmatchtype),
    };

    private static ReferentialAction Action(char code) => code switch
    {
        'a' => ReferentialAction.NoAction,
        'r' => ReferentialAction.Restrict,
        'c' => ReferentialAction.Cascade,
        'n' => ReferentialAction.SetNull,
        'd' => ReferentialAction.SetDefault,
        _ => throw new UnknownCatalogValueException("pg_constraint.confdeltype", code),
    };
}
