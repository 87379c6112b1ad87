using System.Text.Json;

namespace PgMigrate.Engine.Connections;

/// <summary>A document of a host's API, read by the names that it documents.</summary>
internal sealed class ApiAnswer(JsonElement root, string path, ApiErrors errors, JsonDocument? document = null) : IDisposable
{
    /// <summary>The text at the end of the names; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> names)
        => Find(names) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <exception cref="MigrationException">It is not there.</exception>
    public string Required(params ReadOnlySpan<string> names) => Text(names) ?? throw Unexpected(names);

    /// <summary>The document at the end of the name; null where there is none.</summary>
    public ApiAnswer? Inner(string name) => Find([name]) is { ValueKind: JsonValueKind.Object } inner ? new(inner, path, errors) : null;

    /// <exception cref="MigrationException">It is not there.</exception>
    public bool Boolean(params ReadOnlySpan<string> names) => Find(names) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Unexpected(names),
    };

    /// <exception cref="MigrationException">There is no list of texts.</exception>
    public IReadOnlyList<string> Texts(params ReadOnlySpan<string> names)
    {
        var list = Items(names);
        return [.. list.Select(item => item.Text() ?? throw Unexpected())];
    }

    /// <exception cref="MigrationException">There is no list.</exception>
    public IReadOnlyList<ApiAnswer> Items(params ReadOnlySpan<string> names)
        => Find(names) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(item => new ApiAnswer(item, path, errors))]
            : throw Unexpected(names);

    public void Dispose() => document?.Dispose();

    private JsonElement? Find(ReadOnlySpan<string> names)
    {
        var found = root;
        foreach (var name in names)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return null;
        }

        return found;
    }

    private MigrationException Unexpected(params ReadOnlySpan<string> names)
        => errors.Unexpected(path, names.IsEmpty ? "its root" : string.Join('.', names.ToArray()));
}
