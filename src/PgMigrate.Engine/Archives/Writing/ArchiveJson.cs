using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Archives;

/// <summary>The JSON of the notes, without reflection.</summary>
[JsonSerializable(typeof(DirectoryNotesHead))]
[JsonSerializable(typeof(FinishedData))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
