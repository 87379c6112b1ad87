using System.Security;

namespace PgMigrate;

/// <summary>Names one place that gives a program its variables. Its token is in no text and no serialized form of it.</summary>
public sealed record SwitchTarget
{
    public required SwitchTargetKind Kind { get; init; }

    /// <summary>The file's path, the service's or the group's id, or the name that a script was given; null where the kind says it all.</summary>
    public string? Id { get; init; }

    /// <summary>The variable's name; null for that of the switch.</summary>
    public string? Name { get; init; }

    /// <summary>The form to write; null for that of the switch, or else of the value that stands there.</summary>
    public DatabaseUrlDialect? Dialect { get; init; }

    /// <summary>Whether a host is to deploy, so that running programs see the new value.</summary>
    public bool Deploy { get; init; } = true;

    /// <summary>Another address of the host's API.</summary>
    public Uri? ApiAddress { get; init; }

    /// <summary>The token for the host's API. Internal so that no view, serializer or script meets it by accident.</summary>
    internal SecureString? Token { get; init; }

    /// <summary>Sets the variable of a script's place: its name and its value, null to remove it.</summary>
    internal Func<string, string?, CancellationToken, Task>? Write { get; init; }

    /// <summary>Reads it; null where the script cannot, and there is no way back.</summary>
    internal Func<string, CancellationToken, Task<string?>>? Read { get; init; }

    /// <summary>The user's script that sets it, of a type that the shell knows, before it is made <see cref="Write"/>.</summary>
    internal object? WriteScript { get; init; }

    /// <summary>The same for <see cref="Read"/>.</summary>
    internal object? ReadScript { get; init; }

    /// <summary>The place in words, such as <c>Render srv-abc</c>.</summary>
    public override string ToString() => Kind switch
    {
        SwitchTargetKind.File => Id ?? "",
        SwitchTargetKind.Process => "the process's environment",
        SwitchTargetKind.User => "the user's environment",
        SwitchTargetKind.GitHubOutput => "GitHub's output",
        SwitchTargetKind.RenderGroup => $"Render group {Id}",
        _ => Id is null ? $"{Kind}" : $"{Kind} {Id}",
    };
}
