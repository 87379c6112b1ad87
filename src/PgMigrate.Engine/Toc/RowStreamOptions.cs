namespace PgMigrate.Engine.Toc;

/// <summary>How a row stream is read.</summary>
/// <param name="Rejected">
/// Takes a row that cannot be written in COPY's format, after which the stream goes on without it.
/// Null to stop with a <see cref="MigrationException"/> instead.
/// </param>
public sealed record RowStreamOptions(Action<RejectedRow>? Rejected = null);
