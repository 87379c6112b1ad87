using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Runbook;

/// <summary>The JSON of a migration's journal, without reflection: a natively compiled command line has none.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunbookState))]
[JsonSerializable(typeof(IReadOnlyList<RunbookState>))]
internal sealed partial class RunbookJson : JsonSerializerContext;
