using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE OPERATOR (PostgreSQL, pg_dump.c, dumpOpr).</summary>
internal static class OperatorEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Operators.Select(one =>
    {
        // An operator's name is never quoted: it could not be an identifier.
        var call = $"{one.Name} ({one.LeftType ?? "NONE"}, {one.RightType ?? "NONE"})";
        var schema = SqlText.Name(one.Schema!);
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = one.Name,
            Desc = TocDesc.Operator,
            Section = TocSection.PreData,
            Definition = $"CREATE OPERATOR {schema}.{one.Name} (\n{string.Join(",\n", Options(one).Select(option => "    " + option))}\n);\n",
            DropStatement = $"DROP OPERATOR {schema}.{call};\n",
        };
        return writing.Item(one, RestorePriority.Operator, entry, $"OPERATOR {schema}.{call}", $"OPERATOR {call}");
    });

    private static IEnumerable<string> Options(PgOperator one)
    {
        yield return $"FUNCTION = {one.Function}";
        if (one.LeftType is not null) yield return $"LEFTARG = {one.LeftType}";
        if (one.RightType is not null) yield return $"RIGHTARG = {one.RightType}";
        if (one.Commutator is not null) yield return $"COMMUTATOR = {one.Commutator}";
        if (one.Negator is not null) yield return $"NEGATOR = {one.Negator}";
        if (one.CanMerge) yield return "MERGES";
        if (one.CanHash) yield return "HASHES";
        if (one.Restriction is not null) yield return $"RESTRICT = {one.Restriction}";
        if (one.Join is not null) yield return $"JOIN = {one.Join}";
    }
}
