using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The JSON of the journal and of the reject files, without reflection: a natively compiled command line has none.</summary>
[JsonSerializable(typeof(RejectedRow))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TransferJson : JsonSerializerContext
{
    /// <summary>For files that people read: only what JSON demands is escaped.</summary>
    public static TransferJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
