namespace PgMigrate;

/// <summary>One difference between the schemas of two databases: of one property of an object that both have, or a whole object.</summary>
public sealed record SchemaDifference
{
    public required SchemaDifferenceStatus Status { get; init; }

    /// <summary>The kind of object, such as <c>Table</c> or <c>ForeignKey</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The schema that it is in; null for what is in none.</summary>
    public string? Schema { get; init; }

    /// <summary>Its name, with what tells it apart from others of that name: <c>total(integer)</c>, <c>audit on orders</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What of it differs, such as <c>Owner</c> or <c>Columns[email].Type</c>; null where only one database has the object.</summary>
    public string? Property { get; init; }

    /// <summary>The source's value; null where there is none. Secrets are masked.</summary>
    public string? Left { get; init; }

    /// <summary>The destination's value; null where there is none. Secrets are masked.</summary>
    public string? Right { get; init; }

    /// <summary>Why the copy, or the destination's host, makes it so on purpose; null where nothing explains it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it is as it should be.</summary>
    public bool IsExpected => Reason is not null;

    public override string ToString()
    {
        var name = Schema is null ? $"{Kind} {Name}" : $"{Kind} {Schema}.{Name}";
        return Status switch
        {
            SchemaDifferenceStatus.OnlySource => $"{name}: only in the source",
            SchemaDifferenceStatus.OnlyDestination => $"{name}: only in the destination",
            _ => $"{name}: {Property}: {Left ?? "(none)"} -> {Right ?? "(none)"}",
        };
    }
}
