namespace PgMigrate;

/// <summary>An endpoint written in one dialect, fit to be shown: the password stands as <c>****</c>.</summary>
public sealed record MaskedDatabaseUrl
{
    public required DatabaseUrlDialect Dialect { get; init; }

    /// <summary>The connection string with <c>****</c> in the password's place.</summary>
    public required string Url { get; init; }

    /// <summary>The endpoint that was written, with its password for those who connect.</summary>
    public required DatabaseEndpoint Endpoint { get; init; }

    /// <summary>The names of the settings that the dialect's client does not know and that were left out.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    public override string ToString() => Url;
}
