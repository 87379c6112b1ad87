using System.Globalization;

namespace PgMigrate.Engine.Archives;

/// <summary>What of a script is not brought, and why.</summary>
internal sealed class ScriptFindings(string file)
{
    private readonly List<MigrationFinding> others = [];
    private int drops;

    public IReadOnlyList<MigrationFinding> All => drops == 0 ? others :
    [
        .. others,
        LeftOut(
            file, string.Create(CultureInfo.InvariantCulture, $"The {drops} statements at its head that drop what it creates are left out."),
            "Say -Clean where what is there shall be dropped first."),
    ];

    /// <summary>Whether the statement is not brought, which is noted.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="text">The same as a text.</param>
    /// <param name="line">Its line.</param>
    /// <param name="isHead">Whether it comes before the first entry of a dump, where --clean drops.</param>
    public bool LeavesOut(StatementTokens statement, string text, long line, bool isHead)
    {
        if (isHead && IsDrop(statement))
        {
            drops++;
            return true;
        }

        if (!statement.Is(0, "VACUUM")) return false;
        others.Add(LeftOut(ScriptErrors.Place(file, line), $"{text} can't run in a transaction and is left out.", "Run it by hand after the import."));
        return true;
    }

    public void AddRole() => others.Add(LeftOut(
        file, "It acts as other roles with SET ROLE or SET SESSION AUTHORIZATION, which is left out: owners are set by themselves.",
        "See whether objects without a comment of pg_dump's have the right owner."));

    /// <summary>A view that others need is not dropped at first, but replaced by one without them.</summary>
    private static bool IsDrop(StatementTokens statement) => statement.Is(0, "DROP")
        || (statement.Is(0, "ALTER") && statement.Find("DROP") > 0)
        || (statement.Is(0, "SELECT") && statement.Find("lo_unlink") > 0)
        || (statement.Is(0, "UPDATE") && statement.Find("pg_database") > 0)
        || statement.Are(0, "CREATE", "OR", "REPLACE", "VIEW");

    private static MigrationFinding LeftOut(string what, string why, string remedy)
        => new() { Kind = MigrationFindingKind.LeftOut, Object = what, What = why, Remedy = remedy };
}
