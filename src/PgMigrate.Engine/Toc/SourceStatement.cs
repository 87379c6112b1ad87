namespace PgMigrate.Engine.Toc;

/// <summary>One statement of a source, to be executed as it is.</summary>
/// <param name="Text">The statement, without the semicolon that ends it.</param>
/// <param name="Line">The line of the source where it begins, from 1.</param>
public sealed record SourceStatement(string Text, long Line)
{
    /// <summary>What follows a COPY … FROM stdin; null for any other statement.</summary>
    public IRowStream? Rows { get; init; }
}
