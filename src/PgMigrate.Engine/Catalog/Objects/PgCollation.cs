namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE COLLATION.</summary>
public sealed record PgCollation : PgObject
{
    public required CollationProvider Provider { get; init; }

    public bool IsDeterministic { get; init; } = true;

    /// <summary>The locale of ICU or PostgreSQL; null for libc.</summary>
    public string? Locale { get; init; }

    /// <summary>libc's LC_COLLATE; null for others.</summary>
    public string? Collate { get; init; }

    /// <summary>libc's LC_CTYPE; null for others.</summary>
    public string? CharacterType { get; init; }

    /// <summary>ICU's additional rules (PostgreSQL 16); null for none.</summary>
    public string? Rules { get; init; }
}
