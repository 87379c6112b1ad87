using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Switching;

/// <summary>The JSON of the journal of switches, without reflection: a natively compiled command line has none.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SwitchJournalEntry))]
internal sealed partial class SwitchJson : JsonSerializerContext;
