using System.Text.Json;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>A document of the Management API, read by the names that it documents.</summary>
internal sealed class ApiAnswer(JsonElement root, string path, JsonDocument? document = null) : IDisposable
{
    /// <summary>The text at the end of the names; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> names)
        => Find(names) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <exception cref="MigrationException">ManagementApiFailed: it is not there.</exception>
    public bool Boolean(params ReadOnlySpan<string> names) => Find(names) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Unexpected(names),
    };

    /// <exception cref="MigrationException">ManagementApiFailed: there is no list of texts.</exception>
    public IReadOnlyList<string> Texts(params ReadOnlySpan<string> names)
    {
        var list = Items(names);
        return [.. list.Select(item => item.Text() ?? throw Unexpected())];
    }

    /// <exception cref="MigrationException">ManagementApiFailed: there is no list.</exception>
    public IReadOnlyList<ApiAnswer> Items(params ReadOnlySpan<string> names)
        => Find(names) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(item => new ApiAnswer(item, path))]
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
        => ManagementApiErrors.Unexpected(path, names.IsEmpty ? "its root" : string.Join('.', names.ToArray()));
}
