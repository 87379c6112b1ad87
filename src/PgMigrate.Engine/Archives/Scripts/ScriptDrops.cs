using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// How an entry of a script is dropped, in pg_dump's words: a script says so only with --clean, but the owner's statement and the one that
/// makes the object tell it, too. Pure.
/// </summary>
internal static class ScriptDrops
{
    private const string PublicStays = "-- *not* dropping schema, since initdb creates it\n";

    /// <summary>The kinds that are dropped by their name.</summary>
    private static readonly string[] Named =
    [
        TocDesc.Table, TocDesc.View, TocDesc.MaterializedView, TocDesc.ForeignTable, TocDesc.Sequence, TocDesc.Index, TocDesc.ExtendedStatistics, TocDesc.Type,
        TocDesc.Domain, TocDesc.Collation, TocDesc.Conversion, TocDesc.TextSearchConfiguration, TocDesc.TextSearchDictionary, TocDesc.TextSearchParser,
        TocDesc.TextSearchTemplate, TocDesc.Schema, TocDesc.Extension, TocDesc.EventTrigger, TocDesc.Publication, TocDesc.Subscription,
        TocDesc.Server, TocDesc.ForeignDataWrapper, TocDesc.AccessMethod, TocDesc.Language, TocDesc.Database,
    ];

    /// <summary>The kinds whose names come with argument types.</summary>
    private static readonly string[] WithArguments =
    [
        TocDesc.Function, TocDesc.Procedure, TocDesc.Aggregate, TocDesc.Operator, TocDesc.OperatorClass, TocDesc.OperatorFamily,
    ];

    /// <summary>The statement; empty for what goes with another object.</summary>
    /// <param name="entry">The entry, with its definition.</param>
    /// <param name="ownerTarget">What ALTER … OWNER TO names, with the kind; null where there is none.</param>
    public static string Of(TocEntry entry, string? ownerTarget)
    {
        if (entry is { Desc: TocDesc.Schema, Tag: "public" }) return PublicStays;
        if (entry.Desc == TocDesc.LargeObject) return $"SELECT pg_catalog.lo_unlink({SqlText.StandardLiteral(entry.Tag)});\n";
        if (entry.Desc == TocDesc.LargeObjects) return LargeObjectGroup.Drop;
        var statement = new StatementTokens(entry.Definition);
        // An identity column's sequence goes with the column.
        if (entry.Desc == TocDesc.Sequence && !statement.Is(0, "CREATE")) return "";
        var target = WithArguments.Contains(entry.Desc) ? Signature(entry, ownerTarget, statement)
            : Named.Contains(entry.Desc) ? SqlText.Name(entry.Namespace, entry.Tag)
            : null;
        return target is not null ? $"DROP {entry.Desc} {target};\n" : Part(entry, statement) is { } part ? part + ";\n" : "";
    }

    /// <summary>The name with its arguments: as the owner's statement has it, or of a function as its tag does.</summary>
    private static string? Signature(TocEntry entry, string? ownerTarget, StatementTokens statement)
    {
        if (ownerTarget?.StartsWith(entry.Desc + " ", StringComparison.Ordinal) == true) return ownerTarget[(entry.Desc.Length + 1)..];
        var arguments = entry.Tag.IndexOf('(', StringComparison.Ordinal);
        if (arguments > 0 && entry.Desc is TocDesc.Function or TocDesc.Procedure or TocDesc.Aggregate)
        {
            return SqlText.Name(entry.Namespace, entry.Tag[..arguments]) + entry.Tag[arguments..];
        }

        var method = statement.Find("USING");
        return entry.Desc is TocDesc.OperatorClass or TocDesc.OperatorFamily && method > 0
            ? $"{SqlText.Name(entry.Namespace, entry.Tag)} USING {statement[method + 1]}"
            : null;
    }

    private static string? Part(TocEntry entry, StatementTokens statement)
    {
        switch (entry.Desc)
        {
            case TocDesc.Constraint or TocDesc.CheckConstraint or TocDesc.ForeignKey when statement.Find("ADD") is > 0 and var add && statement.Is(add + 1, "CONSTRAINT"):
                return $"{statement.Between(0, add)} DROP CONSTRAINT {statement[add + 2]}";
            case TocDesc.Default when statement.Find("SET") is > 0 and var set && statement.Is(set + 1, "DEFAULT"):
                return $"{statement.Between(0, set)} DROP DEFAULT";
            case TocDesc.Trigger or TocDesc.Policy when statement.Find(entry.Desc) is > 0 and var kind && statement.Find("ON", kind + 2) is > 0 and var on:
                return OfTable(entry.Desc, statement, kind, on);
            case TocDesc.Rule when statement.Is(1, "RULE") && statement.Find("TO", 3) is > 0 and var to:
                return OfTable(entry.Desc, statement, 1, to);
            case TocDesc.Cast or TocDesc.Transform when statement.Is(0, "CREATE") && statement.Find(entry.Desc) is > 0 and var kind:
                return $"DROP {entry.Desc} {WithoutDefinition(statement, kind + 1)}";
            case TocDesc.UserMapping when statement.Find("SERVER") is > 0 and var server:
                return $"DROP USER MAPPING {statement.Between(3, server + 2)}";
            default:
                return null;
        }
    }

    private static string? OfTable(string kind, StatementTokens statement, int name, int before)
        => statement.QualifiedNameAt(before + 1) is { } table ? $"DROP {kind} {statement[name + 1]} ON {statement.Between(before + 1, table.Next)}" : null;

    /// <summary>CAST (a AS b), TRANSFORM FOR type LANGUAGE name.</summary>
    private static string WithoutDefinition(StatementTokens statement, int place)
    {
        if (statement.KindOf(place) == SqlTokenKind.OpenParenthesis) return statement.Between(place, statement.BehindParentheses(place));
        var language = statement.Find("LANGUAGE", place);
        return statement.Between(place, language < 0 ? statement.Count : language + 2);
    }
}
