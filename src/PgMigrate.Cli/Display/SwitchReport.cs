using PgMigrate.Engine.Switching;

namespace PgMigrate.Cli.Display;

/// <summary>What became of the places of a switch.</summary>
internal static class SwitchReport
{
    /// <returns>The exit code.</returns>
    public static int Write(Terminal terminal, IReadOnlyList<DatabaseUrlSwitch> records)
    {
        foreach (var record in records)
        {
            foreach (var warning in record.Warnings) terminal.Warning(warning);
            terminal.Line($"{Words(record.Status)} {record.Name} in {record.Target}");
            terminal.Line($"    before  {record.OldUrl ?? "(no database)"}");
            terminal.Line($"    after   {record.NewUrl ?? "(no database)"}");
            if (record.JournalPath is not null) terminal.Line($"    journal {record.JournalPath}");
        }

        var failures = records.Select(SwitchOutcome.FailureOf).OfType<MigrationException>().ToList();
        foreach (var failure in failures) terminal.Error(failure);
        if (failures.Count == 0) return ExitCode.Ok;
        return records.All(record => record.Status is SwitchStatus.Unchanged or SwitchStatus.SwitchedBack or SwitchStatus.Planned) ? ExitCode.Failed : ExitCode.Different;
    }

    private static string Words(SwitchStatus status) => status switch
    {
        SwitchStatus.Planned => "Would switch",
        SwitchStatus.SwitchedBack => "Switched back",
        SwitchStatus.Unknown => "Nobody knows of",
        _ => status.ToString(),
    };
}
