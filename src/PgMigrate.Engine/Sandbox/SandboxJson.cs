using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Sandbox;

/// <summary>The JSON of the sandbox's files and of npm's answers, without reflection: a natively compiled command line has none.</summary>
[JsonSerializable(typeof(SandboxRecord))]
[JsonSerializable(typeof(EmbeddedLink[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class SandboxJson : JsonSerializerContext;
