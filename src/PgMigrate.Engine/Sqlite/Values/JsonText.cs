using System.Text.Json;
using System.Text.Unicode;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Tells whether PostgreSQL's json or jsonb takes a text.</summary>
internal static class JsonText
{
    /// <summary>The deepest nesting that is read. PostgreSQL's own limit is its stack (max_stack_depth), some thousand levels.</summary>
    public const int MaxDepth = 1000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public static bool IsValid(ReadOnlySpan<byte> text, ValueConversion conversion)
    {
        if (!Utf8.IsValid(text)) return false;
        var reader = new Utf8JsonReader(text, Options);
        try
        {
            while (reader.Read())
            {
                if (conversion == ValueConversion.Jsonb && reader.ValueIsEscaped && !IsStorable(ref reader)) return false;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>jsonb keeps the text that escapes stand for: neither NUL nor half a surrogate pair.</summary>
    private static bool IsStorable(ref Utf8JsonReader reader)
    {
        try
        {
            return !reader.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
