namespace PgMigrate.Engine.Switching;

/// <summary>A service of Render.</summary>
/// <param name="Id">Its id, <c>srv-…</c> or <c>crn-…</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsSuspended">Whether it is at rest, and cannot be deployed.</param>
/// <param name="Dashboard">The address of its page.</param>
internal sealed record RenderService(string Id, string Name, bool IsSuspended, string? Dashboard)
{
    /// <summary>Where its user looks, behind a verb.</summary>
    public string Where => Dashboard is null ? "in Render's dashboard" : $"at {Dashboard}";
}
