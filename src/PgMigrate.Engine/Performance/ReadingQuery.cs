namespace PgMigrate.Engine.Performance;

/// <summary>Lets only single statements pass that read. The transaction that they run in is READ ONLY besides, which the server watches over.</summary>
internal static class ReadingQuery
{
    private static readonly string[] Words = ["SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN"];

    /// <exception cref="MigrationException">LatencyQueryRefused or UnterminatedQuote.</exception>
    public static void Require(LatencyQuery query)
    {
        var statements = SqlScript.Split(query.Sql);
        if (statements.Count != 1) throw Refused(query, statements.Count == 0 ? "is empty" : $"has {statements.Count} statements");
        var text = statements[0].Text.TrimStart('(', ' ', '\t', '\r', '\n');
        var word = new string([.. text.TakeWhile(char.IsAsciiLetter)]);
        if (!Words.Contains(word, StringComparer.OrdinalIgnoreCase)) throw Refused(query, $"begins with {(word.Length == 0 ? "no word" : word)}");
    }

    private static MigrationException Refused(LatencyQuery query, string why) => new(
        "LatencyQueryRefused", MigrationErrorCategory.InvalidArgument, $"The query '{query.Name}' {why}: a measurement runs single statements that read.")
    {
        Subject = query.Name,
        Remedy = $"Give one statement that begins with {string.Join(", ", Words[..^1])} or {Words[^1]}.",
    };
}
