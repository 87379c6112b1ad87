namespace PgMigrate.Engine.Archives;

/// <summary>What a piece of a psql script is.</summary>
internal enum ScriptPieceKind
{
    /// <summary>A statement, without the semicolon that ends it.</summary>
    Statement,

    /// <summary>A comment to the end of its line, between two statements.</summary>
    Comment,

    /// <summary>psql's own command: a backslash and the rest of the line.</summary>
    Command,

    /// <summary>The rows that follow COPY … FROM stdin, without the line that ends them.</summary>
    Rows,
}
