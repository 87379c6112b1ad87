namespace PgMigrate.Engine.Tests.Reports;

/// <summary>Objects of every kind that a report takes, some of them as awkward as names and errors may be.</summary>
internal static class ReportSample
{
    public const string Awkward = "</script><script>alert('x')</script> \"quoted\" & 'single' | pipe \u0001 \ud83d\ude00 \ud800";

    public static IReadOnlyList<object> Good =>
    [
        new MigrationReadiness
        {
            Source = "postgresql://a@h/d", Destination = "postgresql://b@n/d", Grade = ReadinessGrade.A, Remarks = 1, NotChecked = 1, SourceVersion = "15.4", Tables = 2, Bytes = 99_000_000,
            Estimate = new() { Duration = TimeSpan.FromMinutes(3), LongestDuration = TimeSpan.FromMinutes(9), Basis = "2 MB were read and written." },
        },
        new AssessmentFinding { Check = "table_without_key", Severity = FindingSeverity.Information, Object = "public.log", What = "The table has no key.", Remedy = "Nothing is to be done." },
        new AssessmentFinding { Check = "backups", Severity = FindingSeverity.NotChecked, Object = "project", What = "Only the dashboard knows it.", Remedy = "Look there." },
        new DatabaseExportResult { Source = "postgresql://a@h/d", Path = "/b/d.dump", Format = ArchiveFormat.Custom, Status = DatabaseExportStatus.Completed, Tables = [new() { Schema = "public", Table = "t", Rows = 5, Bytes = 50 }] },
        Copy,
        new SupabaseMigrationResult { Kind = SupabaseFileKind.Migration, File = "001_a.sql", Path = "/p/001_a.sql", Status = SupabaseMigrationOutcome.Applied, Statements = 2, StatementsApplied = 2, RanInTransaction = true },
        new AlembicMigrationResult { Database = "postgresql://a@h/d", Path = "/p", Revision = "heads", Heads = ["b1"], RevisionsBefore = ["a1"], Revisions = ["b1"] },
        new TableIntegrity
        {
            Schema = "public", Table = "t", IsMatch = true, SourceRows = 1_234_567, DestinationRows = 1_234_567, SourceChecksum = "ab", DestinationChecksum = "ab", Elapsed = TimeSpan.FromSeconds(75),
            Columns = [new() { Column = "v", Source = new() { Nulls = 1, Minimum = "a" }, Destination = new() { Nulls = 1, Minimum = "a" } }],
        },
        new MigrationIntegrity
        {
            IsMatch = true, Level = IntegrityLevel.Checksum, Source = "postgresql://a@h/d", Destination = "postgresql://b@n/d", Tables = 1, SourceRows = 1_234_567, DestinationRows = 1_234_567,
        },
        new DatabaseUrlSwitch { Path = "/p/.env", Name = "DATABASE_URL", Dialect = DatabaseUrlDialect.Libpq, NewUrl = "postgresql://a:***@n/d", IsChanged = true },
    ];

    public static IReadOnlyList<object> Bad =>
    [
        .. Good,
        new TableCopyResult { Schema = "public", Table = "v", Status = TableCopyStatus.CompletedWithRejects, Rows = 3, Rejected = 1, RejectPath = "/r/public.v.rejects" },
        new AssessmentFinding { Check = "rls_disabled", Severity = FindingSeverity.Error, Object = Awkward, What = Awkward, Remedy = "Enable it.", Statement = "ALTER TABLE t ENABLE ROW LEVEL SECURITY;" + Awkward },
        new TableIntegrity { Schema = "public", Table = Awkward, IsMatch = false, SourceRows = 7, DestinationRows = 6, SourceChecksum = "ab", DestinationChecksum = "cd" },
        new RowDifference
        {
            Schema = "public", Table = Awkward, Kind = RowDifferenceKind.Changed, Key = new Dictionary<string, string?> { ["id"] = Awkward },
            Values = [new() { Column = "v", Source = Awkward }], Repair = "UPDATE t SET v = '" + Awkward,
        },
        new SchemaDifference { Status = SchemaDifferenceStatus.Different, Kind = "Table", Schema = "public", Name = Awkward, Property = "Owner", Left = "a", Right = null },
        Copy with
        {
            Status = DatabaseCopyStatus.CompletedWithErrors,
            Findings = [new() { Kind = MigrationFindingKind.Role, Object = "r", What = Awkward, Remedy = "Make it." }],
            Failures = [new() { Kind = "INDEX", Schema = "public", Name = Awkward, ErrorMessage = Awkward, Statement = "CREATE INDEX" }],
        },
    ];

    private static DatabaseCopyResult Copy => new()
    {
        Source = "postgresql://a@h/d",
        Destination = "postgresql://b@n/d",
        Status = DatabaseCopyStatus.Completed,
        Objects = 31,
        Elapsed = TimeSpan.FromSeconds(4.2),
        Tables =
        [
            new() { Schema = "public", Table = "t", Status = TableCopyStatus.Completed, Rows = 1_234_567, Bytes = 99_000_000, Elapsed = TimeSpan.FromSeconds(3) },
            new() { Schema = "public", Table = "u", Status = TableCopyStatus.Completed, Rows = 12, Bytes = 900, Elapsed = TimeSpan.FromMilliseconds(20) },
        ],
    };
}
