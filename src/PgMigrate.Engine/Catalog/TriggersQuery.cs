using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the triggers of all tables.</summary>
internal static class TriggersQuery
{
    /// <summary>The triggers by table and name.</summary>
    public static Task<List<PgTrigger>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // An internal trigger without a constraint is a partition's copy of its parent's trigger, as PostgreSQL up to 14 marks it.
        const string Sql = $"""
            SELECT t.oid, t.tgname::text, t.tgrelid, n.nspname::text, c.relname::text, t.tgenabled, t.tgisinternal
            FROM pg_catalog.pg_trigger t
            JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE (NOT t.tgisinternal OR t.tgconstraint = 0) AND c.relkind IN ('r', 'p', 'f') AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname, t.tgname
            """;
        return session.QueryAsync(Sql, Read, cancellationToken);
    }

    private static PgTrigger Read(NpgsqlDataReader row) => new()
    {
        Oid = row.GetFieldValue<uint>(0),
        Name = row.GetString(1),
        TableOid = row.GetFieldValue<uint>(2),
        Table = new(row.GetString(3), row.GetString(4)),
        EnabledState = State(row.GetChar(5)),
        IsInternal = row.GetBoolean(6),
    };

    private static TriggerEnabledState State(char tgenabled) => tgenabled switch
    {
        'O' => TriggerEnabledState.Origin,
        'D' => TriggerEnabledState.Disabled,
        'R' => TriggerEnabledState.Replica,
        'A' => TriggerEnabledState.Always,
        _ => throw new UnknownCatalogValueException("pg_trigger.tgenabled", tgenabled),
    };
}
