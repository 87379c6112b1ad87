namespace PgMigrate.Engine.Supabase;

/// <summary>What a SQL file holds, and how it is run.</summary>
internal sealed class MigrationScript
{
    private MigrationScript(IReadOnlyList<MigrationStatement> statements, IReadOnlyList<string> recorded)
    {
        (Statements, Recorded) = (statements, recorded);
        Obstacle = TransactionObstacle.Find(statements);
        var isWrapped = TransactionObstacle.IsWrapped(statements);
        (Begin, Body) = isWrapped ? (statements[0].Text, [.. statements.Skip(1).SkipLast(1)]) : ("BEGIN", statements);
    }

    /// <summary>Every statement, in order.</summary>
    public IReadOnlyList<MigrationStatement> Statements { get; }

    /// <summary>What begins the file's transaction: its own BEGIN where it has one, and COMMIT at its end.</summary>
    public string Begin { get; }

    /// <summary>What runs in the transaction.</summary>
    public IReadOnlyList<MigrationStatement> Body { get; }

    /// <summary>
    /// The statements as the Supabase CLI writes them into its history: each with the comments before it, what follows the last one by itself. None
    /// where they are not recorded.
    /// </summary>
    public IReadOnlyList<string> Recorded { get; }

    /// <summary>What keeps the file from running in one transaction; null where nothing does.</summary>
    public TransactionObstacle? Obstacle { get; }

    /// <summary>Reads and splits a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isRecorded">Whether its statements are written into the history.</param>
    /// <exception cref="MigrationException">MigrationFileNotReadable, ScriptTruncated, ScriptNotUnderstood, ScriptEncodingUnknown.</exception>
    public static MigrationScript Read(string path, bool isRecorded = true) => Parse(ReadBytes(path), Path.GetFileName(path), isRecorded);

    /// <summary>Splits a text.</summary>
    /// <param name="content">The text in UTF-8.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="isRecorded">Whether its statements are written into the history.</param>
    /// <exception cref="MigrationException">ScriptTruncated, ScriptNotUnderstood, ScriptEncodingUnknown.</exception>
    public static MigrationScript Parse(ReadOnlyMemory<byte> content, string file, bool isRecorded = true)
    {
        var splitting = new ScriptSplitting(content, file, isRecorded);
        splitting.Run();
        return new(splitting.Statements, splitting.Recorded);
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="MigrationException">MigrationFileNotReadable.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                "MigrationFileNotReadable", MigrationErrorCategory.ReadError, $"{path} can't be read: {failure.Message.TrimEnd('.')}.", failure)
            {
                Subject = path,
                Remedy = "Check that the file exists and may be read.",
            };
        }
    }
}
