
namespace PgMigrate.Engine.Archives;

/// <summary>What stands between one of pg_dump's comments and the next, or a statement without such a comment.</summary>
internal sealed class ScriptBlock
{
    /// <summary>What the comment says; for a statement without one what the statement says.</summary>
    public required ScriptHeader Header { get; init; }

    /// <summary>Whether the block has no comment: what it means is told by its place alone.</summary>
    public bool IsLoose { get; init; }

    /// <summary>The database that \connect has named last; null before the first.</summary>
    public string? Database { get; init; }

    /// <summary>The statements that make the object.</summary>
    public List<string> Statements { get; } = [];

    /// <summary>A comment instead of a statement, such as that public is not made.</summary>
    public string? Remark { get; set; }

    /// <summary>What ALTER … OWNER TO names, such as <c>FUNCTION app.f(integer)</c>; null where there is none.</summary>
    public string? OwnerTarget { get; set; }

    /// <summary>The owner by that statement.</summary>
    public string? Owner { get; set; }

    /// <summary>COPY … FROM stdin, for rows.</summary>
    public string? CopyStatement { get; set; }

    /// <summary>The rows of that.</summary>
    public ScriptPlace? Rows { get; set; }

    /// <summary>The statements instead of rows.</summary>
    public StatementRun? Run { get; set; }

    /// <summary>The first of those statements.</summary>
    public string? FirstOfRun { get; set; }

    /// <summary>The large objects that the block makes.</summary>
    public List<uint> MadeObjects { get; } = [];

    /// <summary>What the session was like at the block's first statement.</summary>
    public required ScriptSession Session { get; init; }
}
