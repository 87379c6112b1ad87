namespace PgMigrate.Engine.Catalog;

/// <summary>Reads access methods.</summary>
internal static class AccessMethodsQuery
{
    /// <summary>The access methods by name.</summary>
    public static Task<List<PgAccessMethod>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT a.oid, a.amname::text, a.amtype, a.amhandler::pg_catalog.regproc::text
        FROM pg_catalog.pg_am a
        WHERE {UserObjects.ConditionWithoutSchema("pg_am", "a.oid")}
        ORDER BY a.amname
        """,
        row => new PgAccessMethod
        {
            Address = row.Address(SystemCatalog.AccessMethod),
            Name = row.GetString(1),
            IsForTables = IsForTables(row.GetChar(2)),
            Handler = row.GetString(3),
        },
        cancellationToken);

    private static bool IsForTables(char amtype) => amtype switch
    {
        't' => true,
        'i' => false,
        _ => throw new UnknownCatalogValueException("pg_am.amtype", amtype),
    };
}
