using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Integrity;

/// <summary>The JSON of a check's journal, without reflection: a natively compiled command line has none.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IntegrityJournalHead))]
[JsonSerializable(typeof(TableIntegrity))]
internal sealed partial class IntegrityJson : JsonSerializerContext;
