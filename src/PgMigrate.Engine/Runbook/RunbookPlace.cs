namespace PgMigrate.Engine.Runbook;

/// <summary>A place that a migration switches, as its journal remembers it. Both values are masked.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">The file's path, or words such as <c>Render srv-abc</c>.</param>
/// <param name="IsChanged">Whether the switch gives it another value: only then there is something to give back.</param>
/// <param name="OldUrl">What it said before.</param>
/// <param name="NewUrl">What it says after.</param>
internal sealed record RunbookPlace(SwitchTargetKind Kind, string Title, bool IsChanged, string? OldUrl, string? NewUrl)
{
    /// <param name="planned">What the switch would do now.</param>
    /// <param name="known">What an interrupted call has noted: it may have switched the place already.</param>
    public static RunbookPlace Of(DatabaseUrlSwitch planned, IReadOnlyList<RunbookPlace>? known)
        => known?.FirstOrDefault(place => place.Title == planned.Target && place.IsChanged) ?? new(planned.Kind, planned.Target, planned.IsChanged, planned.OldUrl, planned.NewUrl);
}
