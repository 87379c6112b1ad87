namespace PgMigrate;

/// <summary>A query to measure.</summary>
public sealed record LatencyQuery
{
    /// <summary>As much of a query's text as makes a name.</summary>
    private const int LongestName = 60;

    /// <summary>What the query is called in results.</summary>
    public required string Name { get; init; }

    /// <summary>One statement that reads.</summary>
    public required string Sql { get; init; }

    /// <summary>A query that is called by the beginning of its text.</summary>
    public static LatencyQuery Of(string sql)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new() { Name = line.Length <= LongestName ? line : line[..(LongestName - 1)] + "…", Sql = sql };
    }

    public override string ToString() => Name;
}
