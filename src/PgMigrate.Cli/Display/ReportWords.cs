namespace PgMigrate.Cli.Display;

/// <summary>What a report of the command line says in words that the engine has not, or has only for the cmdlets.</summary>
internal static class ReportWords
{
    /// <summary>Why a command ended early.</summary>
    public static AssessmentFinding Of(Exception failure, string command) => failure is MigrationException error
        ? new()
        {
            Check = error.ErrorId,
            Severity = FindingSeverity.Error,
            Object = error.Subject ?? command,
            What = error.Message,
            Remedy = error.Remedy ?? "Look at the error.",
            Statement = error.Statement,
        }
        : new() { Check = "Interrupted", Severity = FindingSeverity.Error, Object = command, What = "It was interrupted before its end.", Remedy = "Run it again." };

    /// <summary>That a command looked, and has nothing to tell.</summary>
    public static AssessmentFinding Nothing(string command) => new()
    {
        Check = command,
        Severity = FindingSeverity.Information,
        Object = "all that was looked at",
        What = "Nothing was found that asks for a word.",
        Remedy = "Nothing is to be done.",
    };

    /// <summary>The records, with the command line's options where their sentences name the cmdlets' parameters.</summary>
    public static IReadOnlyList<object> Translate(IEnumerable<object> items) =>
    [
        .. items.Select(item => item switch
        {
            AssessmentFinding finding => finding with { What = OptionNames.Translate(finding.What), Remedy = OptionNames.Translate(finding.Remedy) },
            DatabaseCopyResult copy => copy with { Findings = Translate(copy.Findings) },
            DatabaseExportResult export => export with { Findings = Translate(export.Findings) },
            _ => item,
        }),
    ];

    private static IReadOnlyList<MigrationFinding> Translate(IEnumerable<MigrationFinding> findings)
        => [.. findings.Select(finding => finding with { What = OptionNames.Translate(finding.What), Remedy = OptionNames.Translate(finding.Remedy) })];
}
