namespace PgMigrate.Engine.Toc;

/// <summary>How a row stream is read.</summary>
public sealed record RowStreamOptions
{
    /// <summary>
    /// The format to write; a source that writes one format only leaves it aside and says so in its <see cref="RowSet"/>.
    /// </summary>
    public RowFormat Format { get; init; }

    /// <summary>The columns to stream, in order, by the destination's names; null for those of the <see cref="RowSet"/>.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// Takes a row that cannot be written in COPY's format, after which the stream goes on without it.
    /// Null to stop with a <see cref="MigrationException"/> instead.
    /// </summary>
    public Action<RejectedRow>? Rejected { get; init; }
}
