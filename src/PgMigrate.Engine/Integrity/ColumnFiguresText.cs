using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>The aggregates that give a column's figures: nulls, least and greatest value, sum, length.</summary>
internal static class ColumnFiguresText
{
    /// <summary>How many expressions a column has.</summary>
    public const int PerColumn = 5;

    private const string Nothing = "NULL";

    /// <summary>How much of a long text is shown.</summary>
    private const string Shown = "200";

    private enum Family
    {
        Other,
        Number,
        Inexact,
        Time,
        Text,
        Bytes,
    }

    /// <summary>The expressions for one end. What the types at the two ends do not have in common is not asked for.</summary>
    public static IEnumerable<string> Of(ComparedColumn column, PgColumn side, string row)
    {
        var name = ColumnText.Name(side, row);
        var family = FamilyOf(column.Source) == FamilyOf(column.Destination) ? FamilyOf(column.Source) : Family.Other;
        yield return $"count(*) FILTER (WHERE pg_catalog.num_nulls({name}) = 1)";
        yield return Extreme("min", name, family);
        yield return Extreme("max", name, family);
        yield return family == Family.Number ? $"sum({name}::pg_catalog.numeric)" : Nothing;
        yield return family switch
        {
            Family.Text => $"coalesce(sum(pg_catalog.length({name}::text)), 0)",
            Family.Bytes => $"coalesce(sum(pg_catalog.octet_length({name})), 0)",
            _ => Nothing,
        };
    }

    public static ColumnFigures Read(ReadOnlySpan<string> fields) => new()
    {
        Nulls = long.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture),
        Minimum = CopyTextLine.Value(fields[1]),
        Maximum = CopyTextLine.Value(fields[2]),
        Sum = CopyTextLine.Value(fields[3]),
        Length = CopyTextLine.Value(fields[4]) is { } length ? long.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : null,
    };

    private static string Extreme(string aggregate, string name, Family family) => family switch
    {
        Family.Number or Family.Inexact or Family.Time => $"{aggregate}({name})",
        Family.Text => $"pg_catalog.left({aggregate}({name}::text COLLATE pg_catalog.\"C\"), {Shown})",
        _ => Nothing,
    };

    private static Family FamilyOf(PgColumn column) => WithoutModifier(column.Type) switch
    {
        "smallint" or "integer" or "bigint" or "numeric" => Family.Number,
        "real" or "double precision" => Family.Inexact,
        "date" or "interval" or "timestamp without time zone" or "timestamp with time zone" or "time without time zone" or "time with time zone" => Family.Time,
        "text" or "character varying" or "character" => Family.Text,
        "bytea" => Family.Bytes,
        _ => Family.Other,
    };

    private static string WithoutModifier(string type)
        => type.IndexOf('(', StringComparison.Ordinal) is >= 0 and var open ? type[..open] + type[(type.IndexOf(')', open) + 1)..] : type;
}
