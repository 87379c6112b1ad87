namespace PgMigrate;

/// <summary>Who has connections to a server.</summary>
public sealed record ConnectionUse
{
    /// <summary>The role that they belong to.</summary>
    public required string Role { get; init; }

    /// <summary>The database that they are in; null for none, such as a replication's.</summary>
    public string? Database { get; init; }

    /// <summary>What their program calls itself; null where it says nothing, or this role may not see it.</summary>
    public string? Application { get; init; }

    /// <summary>What they do, such as <c>idle</c> or <c>active</c>; null where this role may not see it.</summary>
    public string? State { get; init; }

    /// <summary>How many they are.</summary>
    public required int Connections { get; init; }

    public override string ToString() => $"{Connections} {Role}{(Database is null ? "" : "@" + Database)}{(Application is null ? "" : $" {Application}")}{(State is null ? "" : $" ({State})")}";
}
