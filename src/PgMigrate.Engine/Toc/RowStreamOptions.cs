namespace PgMigrate.Engine.Toc;

/// <summary>How a row stream is read.</summary>
public sealed record RowStreamOptions
{
    /// <summary>The format to write. Text can always be asked for; binary where the <see cref="RowSet"/> says so.</summary>
    public RowFormat Format { get; init; }

    /// <summary>The columns to stream, in order, by the destination's names; null for those of the <see cref="RowSet"/>.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// Takes a row that cannot be written in COPY's format, after which the stream goes on without it.
    /// Null to stop with a <see cref="MigrationException"/> instead.
    /// </summary>
    public Action<RejectedRow>? Rejected { get; init; }
}
