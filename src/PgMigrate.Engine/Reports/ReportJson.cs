using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Reports;

/// <summary>The JSON of the objects that reports are made of, without reflection: a natively compiled command line has none.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(MigrationReadiness))]
[JsonSerializable(typeof(AssessmentFinding))]
[JsonSerializable(typeof(DatabaseExportResult))]
[JsonSerializable(typeof(SupabaseMigrationResult))]
[JsonSerializable(typeof(AlembicMigrationResult))]
[JsonSerializable(typeof(DatabaseCopyResult))]
[JsonSerializable(typeof(TableCopyResult))]
[JsonSerializable(typeof(TableIntegrity))]
[JsonSerializable(typeof(RowDifference))]
[JsonSerializable(typeof(MigrationIntegrity))]
[JsonSerializable(typeof(SchemaDifference))]
[JsonSerializable(typeof(ConnectionLatency))]
[JsonSerializable(typeof(QueryLatency))]
[JsonSerializable(typeof(LatencyReport))]
[JsonSerializable(typeof(DatabaseUrlSwitch))]
[JsonSerializable(typeof(DatabaseMigration))]
[JsonSerializable(typeof(MigrationStep))]
[JsonSerializable(typeof(MigrationHealth))]
[JsonSerializable(typeof(TableCopyBackResult))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For files that people read: only what JSON demands is escaped.</summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The objects that a report takes.</summary>
    public static IReadOnlyList<Type> Known { get; } =
    [
        typeof(MigrationReadiness), typeof(AssessmentFinding), typeof(DatabaseExportResult), typeof(SupabaseMigrationResult), typeof(AlembicMigrationResult), typeof(DatabaseCopyResult), typeof(TableCopyResult),
        typeof(TableIntegrity), typeof(RowDifference), typeof(MigrationIntegrity), typeof(SchemaDifference),
        typeof(ConnectionLatency), typeof(QueryLatency), typeof(LatencyReport), typeof(DatabaseUrlSwitch),
        typeof(DatabaseMigration), typeof(MigrationStep), typeof(MigrationHealth), typeof(TableCopyBackResult),
    ];

    public static bool Knows(Type type) => Known.Contains(type);
}
