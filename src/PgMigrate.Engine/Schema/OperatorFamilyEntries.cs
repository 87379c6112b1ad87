using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE OPERATOR FAMILY with what is loose in it, and CREATE OPERATOR CLASS (PostgreSQL, pg_dump.c, dumpOpfamily, dumpOpclass).</summary>
internal static class OperatorFamilyEntries
{
    private const string Separator = " ,\n    ";

    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        foreach (var family in writing.Database.OperatorFamilies)
        {
            yield return Write(writing, family, TocDesc.OperatorFamily, family.AccessMethod, Definition(family));
        }

        foreach (var one in writing.Database.OperatorClasses)
        {
            yield return Write(writing, one, TocDesc.OperatorClass, one.AccessMethod, Definition(one));
        }
    }

    private static SchemaItem Write(SchemaWriting writing, PgObject one, string desc, string accessMethod, string definition)
    {
        var method = SqlText.Name(accessMethod);
        var target = $"{desc} {SqlText.Name(one.Schema, one.Name)} USING {method}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = one.Name,
            Desc = desc,
            Section = TocSection.PreData,
            Definition = definition,
            DropStatement = $"DROP {target};\n",
        };
        return writing.Item(one, RestorePriority.OperatorFamily, entry, target, $"{desc} {SqlText.Name(one.Name)} USING {method}");
    }

    private static string Definition(PgOperatorFamily family)
    {
        var target = $"OPERATOR FAMILY {SqlText.Name(family.Schema, family.Name)} USING {SqlText.Name(family.AccessMethod)}";
        List<string> loose = [.. family.Operators.Select(Write), .. family.Functions.Select(Write)];
        var text = $"CREATE {target};\n";
        return loose.Count == 0 ? text : text + $"ALTER {target} ADD\n    {string.Join(Separator, loose)};\n";
    }

    private static string Definition(PgOperatorClass one)
    {
        List<string> parts = [.. one.Operators.Select(Write), .. one.Functions.Select(Write)];
        if (one.StorageType is not null) parts.Insert(0, $"STORAGE {one.StorageType}");
        // There must be something: what it stores says nothing new.
        if (parts.Count == 0) parts.Add($"STORAGE {one.Type}");
        return $"CREATE OPERATOR CLASS {SqlText.Name(one.Schema, one.Name)}\n    {(one.IsDefault ? "DEFAULT " : "")}FOR TYPE {one.Type} "
            + $"USING {SqlText.Name(one.AccessMethod)} FAMILY {one.Family} AS\n    {string.Join(Separator, parts)};\n";
    }

    private static string Write(PgFamilyOperator one)
        => $"OPERATOR {one.Strategy} {one.Operator}" + (one.SortFamily is null ? "" : $" FOR ORDER BY {one.SortFamily}");

    private static string Write(PgFamilyFunction one) => $"FUNCTION {one.Number} ({one.LeftType}, {one.RightType}) {one.Function}";
}
