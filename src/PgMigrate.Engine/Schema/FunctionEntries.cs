using System.Globalization;
using System.Text;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE FUNCTION and CREATE PROCEDURE (PostgreSQL, pg_dump.c, dumpFunc).</summary>
internal static class FunctionEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Functions.Select(function =>
    {
        var keyword = function.Kind == FunctionKind.Procedure ? TocDesc.Procedure : TocDesc.Function;
        var call = $"{SqlText.Name(function.Name)}({function.IdentityArguments})";
        var target = $"{keyword} {SqlText.Name(function.Schema!)}.{call}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{function.Name}({string.Join(", ", function.ArgumentTypes)})",
            Desc = keyword,
            Section = TocSection.PreData,
            Definition = Definition(function, keyword) + writing.WithExtensions(function.Address, target),
            DropStatement = $"DROP {target};\n",
        };
        var item = writing.Item(function, RestorePriority.Function, entry, target, $"{keyword} {call}", PrivilegeNames.Function);
        item.Yield = (needed, items) => items.PostponeBehind(needed, item);
        item.Place = (function.Schema, function.Name);
        return item;
    });

    private static string Definition(PgFunction function, string keyword)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"CREATE {keyword} {SqlText.Name(function.Schema, function.Name)}({function.Arguments})");
        if (function.Result is not null && function.Kind != FunctionKind.Procedure) text.Append(CultureInfo.InvariantCulture, $" RETURNS {function.Result}");
        text.Append(CultureInfo.InvariantCulture, $"\n    LANGUAGE {SqlText.Name(function.Language)}");
        if (function.TransformTypes.Count > 0) text.Append(" TRANSFORM ").AppendJoin(", ", function.TransformTypes.Select(type => $"FOR TYPE {type}"));
        foreach (var option in Options(function)) text.Append(' ').Append(option);
        foreach (var setting in function.Settings) text.Append("\n    SET ").Append(SettingClause.Write(setting));
        return text.Append("\n    ").Append(Body(function)).Append(";\n").ToString();
    }

    private static IEnumerable<string> Options(PgFunction function)
    {
        if (function.Kind == FunctionKind.Window) yield return "WINDOW";
        if (function.Volatility != FunctionVolatility.Volatile) yield return function.Volatility == FunctionVolatility.Immutable ? "IMMUTABLE" : "STABLE";
        if (function.IsStrict) yield return "STRICT";
        if (function.IsSecurityDefiner) yield return "SECURITY DEFINER";
        if (function.IsLeakproof) yield return "LEAKPROOF";
        if (function.Cost is not null) yield return $"COST {function.Cost}";
        if (function.Rows is not null) yield return $"ROWS {function.Rows}";
        if (function.Support is not null) yield return $"SUPPORT {function.Support}";
        if (function.Parallel != FunctionParallel.Unsafe) yield return function.Parallel == FunctionParallel.Safe ? "PARALLEL SAFE" : "PARALLEL RESTRICTED";
    }

    private static string Body(PgFunction function)
    {
        if (function.SqlBody is not null) return function.SqlBody;
        if (function.Library is null) return $"AS {DollarQuoted(function.Source)}";
        var symbol = function.Source.AsSpan().ContainsAny('\'', '\\') ? DollarQuoted(function.Source) : SqlText.StandardLiteral(function.Source);
        return $"AS {SqlText.StandardLiteral(function.Library)}, {symbol}";
    }

    /// <summary>In dollar quotes whose tag, in pg_dump's manner, does not even begin within the text.</summary>
    private static string DollarQuoted(string text)
    {
        const string Tags = "_XXXXXXX";
        var delimiter = "$";
        for (var next = 0; text.Contains(delimiter, StringComparison.Ordinal); next = (next + 1) % Tags.Length) delimiter += Tags[next];
        return $"{delimiter}${text}{delimiter}$";
    }
}
