namespace PgMigrate.Engine.Catalog;

/// <summary>The database itself, as CREATE DATABASE and ALTER DATABASE have it. Its comment, label and privileges are with the others'.</summary>
public sealed record PgDatabaseProperties : PgObject
{
    /// <summary>The character set's name, such as <c>UTF8</c>.</summary>
    public required string Encoding { get; init; }

    public LocaleProvider LocaleProvider { get; init; }

    /// <summary>LC_COLLATE.</summary>
    public required string Collate { get; init; }

    /// <summary>LC_CTYPE.</summary>
    public required string CharacterType { get; init; }

    /// <summary>The locale of a provider other than libc; null for libc.</summary>
    public string? Locale { get; init; }

    /// <summary>ICU's rules beside the locale's own (PostgreSQL 16); null where there are none.</summary>
    public string? IcuRules { get; init; }

    /// <summary>
    /// The version by which the operating system or ICU sorts text now (PostgreSQL 15); null where the provider has none.
    /// </summary>
    public string? CollationVersion { get; init; }

    /// <summary>The tablespace of what names none.</summary>
    public required string Tablespace { get; init; }

    /// <summary>The most connections at a time; -1 for no limit.</summary>
    public int ConnectionLimit { get; init; } = -1;

    /// <summary>Whether who may create databases may clone it.</summary>
    public bool IsTemplate { get; init; }

    public bool AllowsConnections { get; init; } = true;

    /// <summary>ALTER DATABASE … SET, each as <c>name=value</c>; without default_transaction_read_only.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether the database itself has default_transaction_read_only: whoever connects can't write, unless he says so.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>ALTER ROLE … IN DATABASE … SET, by role.</summary>
    public IReadOnlyList<PgRoleSetting> RoleSettings { get; init; } = [];
}
