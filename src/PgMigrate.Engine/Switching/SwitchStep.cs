namespace PgMigrate.Engine.Switching;

/// <summary>One place on its way from what it says to what it shall say.</summary>
internal sealed class SwitchStep(SwitchPlace place, byte[]? before, byte[]? after)
{
    public SwitchPlace Place { get; } = place;

    public byte[]? Before { get; } = before;

    public byte[]? After { get; } = after;

    /// <summary>Whether there is something to write. Of a place that cannot be read that is not known, so there is.</summary>
    public bool IsChange => Failure is null && (!Place.CanRead || !Same(Before, After));

    public SwitchStatus Status { get; set; } = SwitchStatus.Unchanged;

    public MigrationException? Failure { get; set; }

    /// <summary>Whether the user has said no.</summary>
    public bool IsDeclined { get; set; }

    /// <summary>The entry that the journal gets before the place is changed; null for the way back.</summary>
    public SwitchJournalEntry? Entry { get; init; }

    /// <summary>How many of the place's entries leave the journal when all is done.</summary>
    public int EntriesToRemove { get; init; }

    public DatabaseUrlDialect? Dialect { get; init; }

    public string? OldUrl { get; init; }

    public string? NewUrl { get; init; }

    public IReadOnlyList<int> Lines { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the place says where all goes well.</summary>
    public SwitchStatus Goal => Entry is null && EntriesToRemove > 0 ? SwitchStatus.SwitchedBack : SwitchStatus.Switched;

    /// <summary>What it says where it was changed and then given what it said before.</summary>
    public SwitchStatus Retreat => Goal == SwitchStatus.SwitchedBack ? SwitchStatus.Switched : SwitchStatus.SwitchedBack;

    public static bool Same(byte[]? left, byte[]? right) => left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    public DatabaseUrlSwitch ToRecord() => new()
    {
        Target = Place.Title,
        Kind = Place.Target.Kind,
        Path = Place.Target.Kind == SwitchTargetKind.File ? Place.Title : null,
        Name = Place.Name,
        Status = Status,
        IsChanged = Status switch
        {
            SwitchStatus.Planned => true,
            SwitchStatus.Unchanged => false,
            _ => Status == Goal,
        },
        Dialect = Dialect,
        OldUrl = OldUrl,
        NewUrl = NewUrl,
        JournalPath = Entry is not null && Status is SwitchStatus.Switched or SwitchStatus.Unknown ? Place.Journal?.Path : null,
        Lines = Lines,
        Warnings = Warnings,
        Failure = Failure,
        Error = Failure?.Message,
        Remedy = Failure?.Remedy,
    };
}
