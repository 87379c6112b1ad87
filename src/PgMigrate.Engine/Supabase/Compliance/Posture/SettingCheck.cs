using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Looks at the value of one of the server's settings.</summary>
internal abstract class SettingCheck : ComplianceCheck
{
    public override IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Hipaa];

    protected abstract string Setting { get; }

    protected abstract string What { get; }

    protected abstract string Remedy { get; }

    protected abstract bool IsGood(string value);

    public override async Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var values = await session.QueryAsync(
            $"SELECT current_setting({SqlText.Literal(Setting)})", row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return IsGood(values[0]) ? [] : [Finding(Setting, $"{Setting} is '{values[0]}': {What}", Remedy)];
    }
}
