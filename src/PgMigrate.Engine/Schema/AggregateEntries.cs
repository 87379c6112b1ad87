using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE AGGREGATE (PostgreSQL, pg_dump.c, dumpAgg).</summary>
internal static class AggregateEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Aggregates.Select(aggregate =>
    {
        var types = string.Join(", ", aggregate.ArgumentTypes);
        var (schema, name) = (SqlText.Name(aggregate.Schema!), SqlText.Name(aggregate.Name));
        var signature = $"{name}({(types.Length == 0 ? "*" : aggregate.IdentityArguments)})";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{aggregate.Name}({(types.Length == 0 ? "*" : types)})",
            Desc = TocDesc.Aggregate,
            Section = TocSection.PreData,
            Definition = $"CREATE AGGREGATE {schema}.{name}({(types.Length == 0 ? "*" : aggregate.Arguments)}) (\n"
                + string.Join(",\n", Options(aggregate).Select(option => "    " + option)) + "\n);\n",
            DropStatement = $"DROP AGGREGATE {schema}.{signature};\n",
        };
        // GRANT knows functions only.
        var item = writing.Item(aggregate, RestorePriority.Aggregate, entry, $"AGGREGATE {schema}.{signature}", $"AGGREGATE {signature}");
        var call = $"{name}({types})";
        writing.Grant(item, aggregate, aggregate.Address, new(TocDesc.Function, $"{schema}.{call}", aggregate.Owner!, PrivilegeNames.Function), call);
        item.Place = (aggregate.Schema, aggregate.Name);
        return item;
    });

    private static IEnumerable<string> Options(PgAggregate aggregate)
    {
        foreach (var option in State(aggregate, aggregate.State)) yield return option;
        if (aggregate.Combine is not null) yield return $"COMBINEFUNC = {aggregate.Combine}";
        if (aggregate.Serialize is not null) yield return $"SERIALFUNC = {aggregate.Serialize}";
        if (aggregate.Deserialize is not null) yield return $"DESERIALFUNC = {aggregate.Deserialize}";
        if (aggregate.MovingState is { } moving)
        {
            foreach (var option in State(aggregate, moving, "M")) yield return option;
        }

        if (aggregate.SortOperator is not null) yield return $"SORTOP = {aggregate.SortOperator}";
        if (aggregate.Kind == AggregateKind.HypotheticalSet) yield return "HYPOTHETICAL";
        if (aggregate.Parallel != FunctionParallel.Unsafe) yield return aggregate.Parallel == FunctionParallel.Safe ? "PARALLEL = safe" : "PARALLEL = restricted";
    }

    private static IEnumerable<string> State(PgAggregate aggregate, PgAggregateState state, string prefix = "")
    {
        yield return $"{prefix}SFUNC = {state.Transition}";
        if (state.Inverse is not null) yield return $"{prefix}INVFUNC = {state.Inverse}";
        yield return $"{prefix}STYPE = {state.Type}";
        if (state.Space != 0) yield return $"{prefix}SSPACE = {state.Space}";
        if (state.InitialValue is not null) yield return $"{prefix}INITCOND = {SqlText.StandardLiteral(state.InitialValue)}";
        if (state.Final is null) yield break;
        yield return $"{prefix}FINALFUNC = {state.Final}";
        if (state.HasFinalExtra) yield return $"{prefix}FINALFUNC_EXTRA";
        var usual = aggregate.Kind == AggregateKind.Normal ? AggregateFinalModify.ReadOnly : AggregateFinalModify.ReadWrite;
        if (state.FinalModify != usual) yield return $"{prefix}FINALFUNC_MODIFY = {Modify(state.FinalModify)}";
    }

    private static string Modify(AggregateFinalModify modify) => modify switch
    {
        AggregateFinalModify.ReadOnly => "READ_ONLY",
        AggregateFinalModify.Shareable => "SHAREABLE",
        _ => "READ_WRITE",
    };
}
