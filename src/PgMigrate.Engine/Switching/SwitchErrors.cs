namespace PgMigrate.Engine.Switching;

/// <summary>Why a switch is not begun, or does not succeed. None of these repeats a value.</summary>
internal static class SwitchErrors
{
    /// <summary>The id of the error that says that nothing was written, for somebody else had written.</summary>
    public const string ChangedId = "SwitchTargetChanged";

    public static MigrationException NoTarget() => new("SwitchTargetMissing", MigrationErrorCategory.InvalidArgument, "No place was named whose variable is to change.")
    {
        Remedy = "Name .env files with -Path, or other places with -Target.",
    };

    public static MigrationException InvalidTarget(string why) => new("SwitchTargetInvalid", MigrationErrorCategory.InvalidArgument, why)
    {
        Remedy = "Give 'Process', 'User', 'GitHubOutput', @{ Render = 'srv-…'; Token = 'env:NAME' }, @{ RenderGroup = 'evg-…'; Token = 'env:NAME' }, @{ File = '.env' } or a script block.",
    };

    public static MigrationException NotProven(string why, DatabaseEndpoint database, string remedy) => new("SwitchNotProven", MigrationErrorCategory.InvalidOperation, why)
    {
        Subject = database.ToString(),
        Remedy = remedy,
    };

    public static MigrationException Changed(string target) => new(ChangedId, MigrationErrorCategory.InvalidOperation, $"{target} was changed by somebody else meanwhile.")
    {
        Subject = target,
        Remedy = "Look at what it says now, and run it again.",
    };

    public static MigrationException NotKept(string target, string look) => new("SwitchNotKept", MigrationErrorCategory.WriteError, $"{target} took the new value and says another.")
    {
        Subject = target,
        Remedy = look,
    };

    public static MigrationException Failed(string target, string message, Exception cause) => new("SwitchFailed", MigrationErrorCategory.WriteError, $"{target} cannot be changed: {message.TrimEnd('.')}.", cause)
    {
        Subject = target,
        Remedy = "See to the cause, and run it again.",
    };

    public static MigrationException NoWayBack(string target, string look) => new("SwitchHasNoWayBack", MigrationErrorCategory.InvalidOperation, $"{target} was switched before another place failed, and cannot be switched back.")
    {
        Subject = target,
        Remedy = look,
    };

    /// <param name="target">The place.</param>
    /// <param name="look">Where to look.</param>
    /// <param name="first">Why it was to be switched back, where that was its own failure.</param>
    /// <param name="cause">Why it could not be.</param>
    public static MigrationException NotBack(string target, string look, MigrationException? first, Exception cause) => new(
        "SwitchBackFailed", MigrationErrorCategory.WriteError, $"{(first is null ? "" : $"{first.Message} ")}{target} could not be switched back: {cause.Message}", cause)
    {
        Subject = target,
        Remedy = look,
    };

    public static MigrationException JournalMissing(string target, int found, int asked) => new(
        "SwitchJournalMissing", MigrationErrorCategory.ObjectNotFound,
        found == 0 ? $"There is no switch of {target} in the journal." : $"The journal of {target} has {found} of the {asked} switches.")
    {
        Subject = target,
        Remedy = found == 0 ? "Name the place and the variable as the switch did, or the journal with -JournalPath." : "Go back fewer steps.",
    };

    public static MigrationException JournalUnreadable(string path, Exception failure) => new(
        "SwitchJournalUnreadable", MigrationErrorCategory.ReadError, $"The journal of switches cannot be read: {failure.Message}", failure)
    {
        Subject = path,
        Remedy = "See to the file, or move it away to switch without the way back that it holds.",
    };

    public static MigrationException JournalUnwritable(string path, Exception failure) => new(
        "SwitchJournalUnwritable", MigrationErrorCategory.WriteError, $"The journal of switches cannot be written: {failure.Message}", failure)
    {
        Subject = path,
        Remedy = "Check the rights on its folder; without the way back nothing is switched.",
    };

    public static MigrationException EditedSince(string target) => new(
        "SwitchTargetEdited", MigrationErrorCategory.InvalidOperation, $"{target} was changed since the switch, and going back would undo that too.")
    {
        Subject = target,
        Remedy = "Change the value by hand, or go back over it with -Force.",
    };

    public static MigrationException Template(string path) => new("DotenvFileIsTemplate", MigrationErrorCategory.InvalidOperation, $"'{path}' is by its name a template, which others see.")
    {
        Subject = path,
        Remedy = "Switch the .env file that was made of it, or add -Force.",
    };

    public static MigrationException NoFile(string pattern, string name) => new("DotenvFileNotFound", MigrationErrorCategory.ObjectNotFound, $"No file '{pattern}' assigns {name}.")
    {
        Subject = pattern,
        Remedy = "Correct the path of the .env files.",
    };

    public static MigrationException NoUserEnvironment() => new("SwitchTargetMissing", MigrationErrorCategory.InvalidArgument, "Only Windows keeps an environment for a user.")
    {
        Subject = "User",
        Remedy = "Switch the file that sets the variable here.",
    };

    public static MigrationException NoGitHubOutput() => new("SwitchTargetMissing", MigrationErrorCategory.ObjectNotFound, "There is no GITHUB_OUTPUT: this is no step of GitHub Actions.")
    {
        Subject = "GitHubOutput",
        Remedy = "Run it in a workflow, or leave this place out.",
    };
}
