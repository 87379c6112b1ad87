using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads aggregates.</summary>
internal static class AggregatesQuery
{
    /// <summary>The aggregates by schema, name and argument types.</summary>
    public static Task<List<PgAggregate>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT p.oid, n.nspname::text, p.proname::text, pg_catalog.pg_get_userbyid(p.proowner)::text, a.aggkind,
               ARRAY(SELECT pg_catalog.format_type(arg.type, NULL)
                     FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS arg (type, place) ORDER BY arg.place),
               pg_catalog.pg_get_function_arguments(p.oid),
               nullif(a.aggcombinefn, 0)::pg_catalog.regproc::text, nullif(a.aggserialfn, 0)::pg_catalog.regproc::text,
               nullif(a.aggdeserialfn, 0)::pg_catalog.regproc::text,
               {CatalogReference.Operator("a.aggsortop")},
               p.proparallel,
               a.aggtransfn::pg_catalog.regproc::text, NULL::text, pg_catalog.format_type(a.aggtranstype, NULL), a.aggtransspace, a.agginitval,
               nullif(a.aggfinalfn, 0)::pg_catalog.regproc::text, a.aggfinalextra, a.aggfinalmodify,
               nullif(a.aggmtransfn, 0)::pg_catalog.regproc::text, nullif(a.aggminvtransfn, 0)::pg_catalog.regproc::text,
               pg_catalog.format_type(nullif(a.aggmtranstype, 0), NULL), a.aggmtransspace, a.aggminitval,
               nullif(a.aggmfinalfn, 0)::pg_catalog.regproc::text, a.aggmfinalextra, a.aggmfinalmodify,
               {CatalogReference.Order("p.proargtypes")}, pg_catalog.pg_get_function_identity_arguments(p.oid)
        FROM pg_catalog.pg_aggregate a
        JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE {UserObjects.Condition("pg_proc", "p.oid")}
        ORDER BY n.nspname, p.proname, 6
        """,
        Read,
        cancellationToken);

    private static PgAggregate Read(NpgsqlDataReader row) => new()
    {
        Address = row.Address(SystemCatalog.Function),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        Owner = row.GetString(3),
        Kind = Kind(row.GetChar(4)),
        ArgumentTypes = row.GetFieldValue<string[]>(5),
        Arguments = row.GetString(6),
        Combine = row.Text(7),
        Serialize = row.Text(8),
        Deserialize = row.Text(9),
        SortOperator = row.Text(10),
        Parallel = FunctionsQuery.Parallel(row.GetChar(11)),
        State = State(row, 12),
        Order = row.GetString(28),
        IdentityArguments = row.GetString(29),
        MovingState = row.IsDBNull(20) ? null : State(row, 20),
    };

    private static PgAggregateState State(NpgsqlDataReader row, int first) => new()
    {
        Transition = row.GetString(first),
        Inverse = row.Text(first + 1),
        Type = row.GetString(first + 2),
        Space = row.GetInt32(first + 3),
        InitialValue = row.Text(first + 4),
        Final = row.Text(first + 5),
        HasFinalExtra = row.GetBoolean(first + 6),
        FinalModify = Modify(row.GetChar(first + 7)),
    };

    private static AggregateKind Kind(char aggkind) => aggkind switch
    {
        'n' => AggregateKind.Normal,
        'o' => AggregateKind.OrderedSet,
        'h' => AggregateKind.HypotheticalSet,
        _ => throw new UnknownCatalogValueException("pg_aggregate.aggkind", aggkind),
    };

    private static AggregateFinalModify Modify(char aggfinalmodify) => aggfinalmodify switch
    {
        'r' => AggregateFinalModify.ReadOnly,
        's' => AggregateFinalModify.Shareable,
        'w' => AggregateFinalModify.ReadWrite,
        _ => throw new UnknownCatalogValueException("pg_aggregate.aggfinalmodify", aggfinalmodify),
    };
}
