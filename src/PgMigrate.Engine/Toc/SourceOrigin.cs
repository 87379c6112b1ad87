namespace PgMigrate.Engine.Toc;

/// <summary>What an archive of the source says of where it comes from.</summary>
public sealed record SourceOrigin
{
    /// <summary>The database; null where it is not told.</summary>
    public string? Database { get; init; }

    /// <summary>The version of the database's server in its own words, such as <c>15.18 (Debian 15.18-0+deb12u1)</c>; null where it is not told.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>PostgreSQL's name of the character set in which the source gives definitions and rows.</summary>
    public string Encoding { get; init; } = "UTF8";
}
