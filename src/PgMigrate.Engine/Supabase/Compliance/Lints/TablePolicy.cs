using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>A policy as the lints look at it.</summary>
/// <param name="Table">The table's name, quoted.</param>
/// <param name="Name">The policy's own name.</param>
/// <param name="Command">pg_policy.polcmd: r, a, w, d or * for SELECT, INSERT, UPDATE, DELETE and all.</param>
/// <param name="IsPermissive">Whether it gives access; else it takes some away.</param>
/// <param name="IsInForce">Whether the table's row-level security is on.</param>
/// <param name="Using">The condition on rows that are there; null for none.</param>
/// <param name="WithCheck">The condition on rows that come; null for none.</param>
/// <param name="Roles">Whom it concerns, PUBLIC for everyone.</param>
internal sealed partial record TablePolicy(
    string Table, string Name, char Command, bool IsPermissive, bool IsInForce, string? Using, string? WithCheck, IReadOnlyList<string> Roles)
{
    public string Subject => $"{Table}: {SqlText.Name(Name)}";

    public string CommandName => Command switch
    {
        'r' => "SELECT",
        'a' => "INSERT",
        'w' => "UPDATE",
        'd' => "DELETE",
        _ => "ALL",
    };

    /// <summary>Both expressions as one text to look for words in.</summary>
    public string Expressions => $"{Using}\n{WithCheck}";

    /// <summary>Whether it concerns who comes over the Data API.</summary>
    public bool ConcernsApi => Roles.Any(role => role is "PUBLIC" or "anon" or "authenticated");

    /// <summary>Whether it lets its roles see or change every row that is there. One without a condition lets nobody in.</summary>
    public bool UsesEverything => Command != 'a' && IsTrue(Using);

    /// <summary>Whether it lets its roles write any row. Without a check of its own a row is checked by what may be seen.</summary>
    public bool ChecksNothing => Command is 'a' or 'w' or '*' && IsTrue(WithCheck ?? Using);

    private static bool IsTrue(string? expression) => expression is not null && AlwaysTrue().IsMatch(expression);

    // The server prints what was written: true, or a comparison of a number with itself.
    [GeneratedRegex(@"^[\s(]*(true|(?<number>\d+)[\s)]*=[\s(]*\k<number>)[\s)]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex AlwaysTrue();
}
