namespace PgMigrate.Engine.Sandbox;

/// <summary>What a program left behind when it ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line that says anything, errors first: what to show a person.</summary>
    public string LastLine => LastLineOf(Error) ?? LastLineOf(Output) ?? $"exit code {ExitCode}";

    private static string? LastLineOf(string text)
        => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
}
