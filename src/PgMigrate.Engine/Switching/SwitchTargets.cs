using System.Collections;
using System.Security;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>Makes places of what people write.</summary>
public static class SwitchTargets
{
    private static readonly SwitchTargetKind[] Alone = [SwitchTargetKind.Process, SwitchTargetKind.User, SwitchTargetKind.GitHubOutput];

    private static readonly string[] Settings = ["Token", "Name", "Dialect", "ApiUrl", "NoDeploy"];

    /// <summary>A place that a word names: <c>Process</c>, <c>User</c> or <c>GitHubOutput</c>.</summary>
    /// <exception cref="MigrationException">SwitchTargetInvalid.</exception>
    public static SwitchTarget Parse(string word)
        => Alone.Where(kind => kind.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)).Select(kind => new SwitchTarget { Kind = kind }).FirstOrDefault()
            ?? throw SwitchErrors.InvalidTarget($"'{word}' is no place of a program's variables.");

    public static SwitchTarget File(string path) => new() { Kind = SwitchTargetKind.File, Id = path };

    /// <param name="id">The service, <c>srv-…</c>.</param>
    /// <param name="token">A token for Render's API.</param>
    public static SwitchTarget Render(string id, SecureString token) => new() { Kind = SwitchTargetKind.Render, Id = id, Token = token };

    /// <param name="id">The group, <c>evg-…</c>.</param>
    /// <param name="token">A token for Render's API.</param>
    public static SwitchTarget RenderGroup(string id, SecureString token) => new() { Kind = SwitchTargetKind.RenderGroup, Id = id, Token = token };

    /// <param name="id">What the journal is to call it; null keeps it out of the journal.</param>
    /// <param name="write">Sets the variable: its name and its value, null to remove it.</param>
    /// <param name="read">Reads it; null where there is no way back.</param>
    public static SwitchTarget Script(string? id, Func<string, string?, CancellationToken, Task> write, Func<string, CancellationToken, Task<string?>>? read)
        => new() { Kind = SwitchTargetKind.Script, Id = id, Write = write, Read = read };

    /// <summary>
    /// A place from entries with one of File, Render and RenderGroup (the path or the id), and Token, Name, Dialect, ApiUrl and NoDeploy
    /// beside it. A token is a SecureString or <c>env:NAME</c>.
    /// </summary>
    /// <exception cref="MigrationException">SwitchTargetInvalid, SecretInClearText, or EnvironmentVariableNotFound.</exception>
    public static SwitchTarget FromSettings(IDictionary settings)
    {
        SwitchTargetKind[] named = [SwitchTargetKind.File, SwitchTargetKind.Render, SwitchTargetKind.RenderGroup];
        var entries = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in settings) entries[$"{entry.Key}"] = entry.Value;
        var kinds = named.Where(kind => entries.ContainsKey(kind.ToString())).ToList();
        if (kinds.Count != 1) throw SwitchErrors.InvalidTarget($"A place has exactly one of {string.Join(", ", named)}; this one has {(kinds.Count == 0 ? "none" : string.Join(" and ", kinds))}.");
        if (entries.Keys.FirstOrDefault(key => !Settings.Contains(key, StringComparer.OrdinalIgnoreCase) && !key.Equals(kinds[0].ToString(), StringComparison.OrdinalIgnoreCase)) is { } unknown)
        {
            throw SwitchErrors.InvalidTarget($"'{unknown}' is nothing that a place has.");
        }

        return Read(kinds[0], entries);
    }

    private static SwitchTarget Read(SwitchTargetKind kind, Dictionary<string, object?> entries)
    {
        var token = entries.GetValueOrDefault("Token") switch
        {
            null => null,
            SecureString secret => secret,
            string text => SecretText.Read(text),
            _ => throw SwitchErrors.InvalidTarget("The token is neither a SecureString nor env:NAME."),
        };
        var target = new SwitchTarget
        {
            Kind = kind,
            Id = $"{entries[kind.ToString()]}" is { Length: > 0 } id ? id : throw SwitchErrors.InvalidTarget($"{kind} says no {(kind == SwitchTargetKind.File ? "path" : "id")}."),
            Name = entries.GetValueOrDefault("Name")?.ToString(),
            Dialect = entries.GetValueOrDefault("Dialect") is { } dialect ? Dialect($"{dialect}") : null,
            ApiAddress = entries.GetValueOrDefault("ApiUrl") is { } address ? Address($"{address}") : null,
            Deploy = entries.GetValueOrDefault("NoDeploy") is not true,
            Token = token,
        };
        return Checked(target);
    }

    private static SwitchTarget Checked(SwitchTarget target)
    {
        if (target.Name is not null && !DotenvText.IsName(target.Name)) throw DotenvErrors.InvalidName(target.Name);
        if (target.Kind == SwitchTargetKind.File) return target;
        if (target.Token is null) throw SwitchErrors.InvalidTarget($"{target} has no Token.");
        var isId = target.Kind == SwitchTargetKind.RenderGroup
            ? target.Id!.StartsWith("evg-", StringComparison.Ordinal)
            : target.Id!.StartsWith("srv-", StringComparison.Ordinal) || target.Id.StartsWith("crn-", StringComparison.Ordinal);
        return isId ? target : throw SwitchErrors.InvalidTarget(
            $"'{target.Id}' is no id of {(target.Kind == SwitchTargetKind.RenderGroup ? "an environment group: evg-…" : "a service: srv-… or crn-…")}.");
    }

    // Enum.TryParse would take numbers too.
    private static DatabaseUrlDialect Dialect(string text)
        => Enum.GetValues<DatabaseUrlDialect>().Where(dialect => dialect.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Cast<DatabaseUrlDialect?>().FirstOrDefault()
            ?? throw SwitchErrors.InvalidTarget($"'{text}' is no dialect.");

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw SwitchErrors.InvalidTarget("ApiUrl is no address.");
}
