using System.Text.Json.Serialization;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// The properties of the model's records, found when the engine is compiled: a natively compiled command line cannot ask for them later.
/// Records that are reached only through a base type are named here.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PgDatabase))]
[JsonSerializable(typeof(PgBaseType))]
[JsonSerializable(typeof(PgComposite))]
[JsonSerializable(typeof(PgDomain))]
[JsonSerializable(typeof(PgEnum))]
[JsonSerializable(typeof(PgRange))]
[JsonSerializable(typeof(PgShellType))]
internal sealed partial class ModelMetadata : JsonSerializerContext;
