namespace PgMigrate.Cli;

/// <summary>Takes words that may hold a password out of a message.</summary>
internal static class SecretWords
{
    private static readonly char[] Marks = [':', '@', '=', ';'];

    /// <summary>
    /// The message with <c>****</c> for each of the words that has a connection string's punctuation, env:NAME and the like included.
    /// </summary>
    public static string Mask(string message, IEnumerable<string> words)
        => words.Where(word => word.IndexOfAny(Marks) >= 0).OrderByDescending(word => word.Length)
            .Aggregate(message, (text, word) => text.Replace(word, "****", StringComparison.Ordinal));
}
