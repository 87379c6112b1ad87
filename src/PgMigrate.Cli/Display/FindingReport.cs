namespace PgMigrate.Cli.Display;

/// <summary>Writes the findings of an assessment.</summary>
internal static class FindingReport
{
    public static void Write(Terminal terminal, AssessmentFinding finding)
    {
        terminal.Line($"{finding.Severity} {finding.Check} {finding.Object}");
        terminal.Line("  " + finding.What);
        terminal.Line("  → " + OptionNames.Translate(finding.Remedy));
        if (finding.Statement is { } statement) terminal.Line("  " + statement);
    }
}
