namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Nobody can tell afterwards who was connected. Supabase's security advisor has the check by this name.</summary>
internal sealed class LogConnectionsNotEnabled : SettingCheck
{
    public override string Name => "log_connections_not_enabled";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    protected override string Setting => "log_connections";

    protected override string What => "the server's log does not say who connects.";

    protected override string Remedy => "Set log_connections = on in the server's configuration, or in the host's dashboard.";

    // A list of stages since PostgreSQL 18, a boolean before; 'receipt' alone does not say who came.
    protected override bool IsGood(string value) => value.ToLowerInvariant() is "on" or "true" or "yes" or "1" or "all"
        || value.Split(',', StringSplitOptions.TrimEntries).Any(stage => stage.ToLowerInvariant() is "authentication" or "authorization");
}
