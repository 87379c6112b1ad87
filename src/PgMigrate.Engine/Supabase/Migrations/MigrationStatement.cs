namespace PgMigrate.Engine.Supabase;

/// <summary>One statement of a SQL file.</summary>
/// <param name="Text">Its words, without the semicolon and without the comments around it.</param>
/// <param name="Line">The file's line where it begins, from 1.</param>
internal sealed record MigrationStatement(string Text, int Line)
{
    /// <summary>The rows that follow COPY … FROM stdin; null for other statements.</summary>
    public ReadOnlyMemory<byte>? Rows { get; init; }

    /// <summary>The number of these rows.</summary>
    public long RowCount { get; init; }

    /// <summary>The file's line where they begin.</summary>
    public int RowsLine { get; init; }
}
