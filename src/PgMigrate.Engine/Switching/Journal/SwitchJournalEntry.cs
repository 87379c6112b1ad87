using System.Security.Cryptography;

namespace PgMigrate.Engine.Switching;

/// <summary>One switch of one place, as the journal keeps it: one line of JSON. What was before is a secret; a token is never in it.</summary>
internal sealed record SwitchJournalEntry
{
    public required DateTimeOffset At { get; init; }

    public required SwitchTargetKind Kind { get; init; }

    /// <summary>The place's id; of a file its full path.</summary>
    public string? Id { get; init; }

    /// <summary>Another address of the host's API.</summary>
    public Uri? ApiAddress { get; init; }

    public required string Name { get; init; }

    /// <summary>What the place said before, byte for byte: of a file all of it, of other places the value; null for nothing.</summary>
    public byte[]? Before { get; init; }

    /// <summary>The SHA-256 of what it says after the switch, so that going back undoes nothing else.</summary>
    public required string After { get; init; }

    /// <summary>The value before, masked.</summary>
    public string? OldUrl { get; init; }

    /// <summary>The value after, masked.</summary>
    public string? NewUrl { get; init; }

    public static SwitchJournalEntry Of(SwitchPlace place, byte[]? before, byte[]? after, string? oldUrl, string? newUrl) => new()
    {
        At = DateTimeOffset.UtcNow,
        Kind = place.Target.Kind,
        Id = place.Target.Id,
        ApiAddress = place.Target.ApiAddress,
        Name = place.Name,
        Before = before,
        After = Hash(after),
        OldUrl = oldUrl,
        NewUrl = newUrl,
    };

    /// <summary>Whether the entry is of the place. A file's journal is its own, and stays so when its folder is moved.</summary>
    public bool IsOf(SwitchPlace place) => Kind == place.Target.Kind
        && (Kind == SwitchTargetKind.File || (Id == place.Target.Id && ApiAddress == place.Target.ApiAddress && Name == place.Name));

    public bool IsAfter(byte[]? content) => After == Hash(content);

    private static string Hash(byte[]? content) => content is null ? "" : Convert.ToHexString(SHA256.HashData(content));
}
