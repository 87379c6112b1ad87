using Npgsql;
using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Supabase;

/// <summary>What to do now about a file that failed. Pure.</summary>
internal static class FailureRemedy
{
    /// <summary>unsafe_new_enum_value_usage.</summary>
    private const string UnsafeNewValue = "55P04";

    public static string Of(FailureReport report) => (report.Failure.Error as PostgresException)?.SqlState switch
    {
        _ when report.Failure is { WasInTransaction: false, Phase: FilePhase.Record } =>
            $"Record it with Repair-SupabaseMigration -Version {report.File.Migration?.Version} -Status Applied.",
        PostgresErrorCodes.UniqueViolation when report.Failure.Phase == FilePhase.Record =>
            "See with Get-SupabaseMigration whether the version was recorded meanwhile, by the Supabase CLI or by the file itself.",
        _ when report.Failure.Staying > 0 => Loose(report),
        // Extensions of a Supabase project are in a schema that a SET search_path may leave out.
        PostgresErrorCodes.UndefinedObject when report.Failure.Error.Message.Contains("type \"", StringComparison.Ordinal) =>
            "If an extension brings the type, write it with the extension's schema, as extensions.citext; then run again.",
        UnsafeNewValue => "Put ALTER TYPE … ADD VALUE into a file of its own before this one: a new value can be used only after it is committed.",
        PostgresErrorCodes.QueryCanceled => "Write SET statement_timeout = 0; at the file's head, or give the role a longer one; then run again.",
        _ when report.IsLost => "Run again when the server can be reached: the next run continues where this one ended.",
        _ => $"Mend {report.File.File} and run again{Again(report)}: the next run continues with it.",
    };

    private static string Loose(FailureReport report)
    {
        var remedy = $"Make the statements that stay repeatable (IF NOT EXISTS), or take them out of {report.File.File}, and run again{Again(report)}.";
        var isIndex = report.Failure.Statement is { } statement && LoneStatements.Name(new StatementTokens(statement.Text)) == "CREATE INDEX CONCURRENTLY";
        return isIndex ? remedy + " The index that failed is there and not valid: drop it first." : remedy;
    }

    private static string Again(FailureReport report) => report.Continues && report.After.Count > 0 ? " with -IncludeAll" : "";
}
