namespace PgMigrate.Engine.Sqlite;

/// <summary>Collects findings in the order in which they are met.</summary>
internal sealed class FindingList
{
    private readonly List<MigrationFinding> findings = [];

    public IReadOnlyList<MigrationFinding> All => findings;

    public void Add(MigrationFindingKind kind, string subject, string what, string remedy) =>
        findings.Add(new MigrationFinding { Kind = kind, Object = subject, What = what, Remedy = remedy });
}
