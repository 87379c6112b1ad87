using System.Text.Json;

namespace PgMigrate.Engine.Runbook;

/// <summary>Reads a plan's JSON file. A plan in PowerShell's own form is read by PowerShell.</summary>
public static class PlanFile
{
    /// <summary>The file's settings, as they are written.</summary>
    /// <exception cref="MigrationException">MigrationPlanInvalid.</exception>
    public static IReadOnlyDictionary<string, object?> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Invalid(path, "it is no JSON object", null);
            return document.RootElement.EnumerateObject().Where(setting => setting.Name != "$schema").ToDictionary(setting => setting.Name, setting => ValueOf(setting.Value), StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw Invalid(path, failure.Message, failure);
        }
    }

    /// <summary>Why a plan's file cannot be used.</summary>
    public static MigrationException Invalid(string path, string why, Exception? cause) => RunbookErrors.PlanInvalid(path, why, cause);

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => value.EnumerateArray().Select(ValueOf).ToList(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
