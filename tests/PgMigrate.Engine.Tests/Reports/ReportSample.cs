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
        Connection,
        Query,
        new LatencyReport { Source = "postgresql://a@h/d", Destination = "postgresql://b@n/d", Queries = 1, Samples = 400, ConnectionBudget = TimeSpan.FromSeconds(2), MaxRatio = 3 },
        new DatabaseUrlSwitch { Target = "/p/.env", Path = "/p/.env", Name = "DATABASE_URL", Status = SwitchStatus.Switched, Dialect = DatabaseUrlDialect.Libpq, NewUrl = "postgresql://a:***@n/d", IsChanged = true },
        Step,
        Migration,
        new MigrationHealth { IsHealthy = true, Uri = "https://shop.example.com/health", Attempts = 3, Log = [new() { At = DateTimeOffset.UnixEpoch, StatusCode = 200 }] },
        new TableCopyBackResult { Schema = "public", Table = "t", Inserted = 2, Updated = 1 },
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
        Connection with { TlsHandshake = TimeSpan.FromMilliseconds(7), Hints = [Awkward], UsedBy = [new() { Role = "r", Application = Awkward, State = "idle", Connections = 3 }] },
        Migration with { Status = DatabaseMigrationStatus.Failed, IsFenced = true, SourceWrites = 3, ErrorMessage = Awkward, Remedy = Awkward, Steps = [Step with { Status = MigrationStepStatus.Failed, ErrorMessage = Awkward, Remedy = Awkward }] },
        new MigrationHealth { IsHealthy = false, Uri = "https://shop.example.com/health", Attempts = 1, Errors = 1, Log = [new() { At = DateTimeOffset.UnixEpoch, Error = Awkward }], LogErrors = 1, LogLines = [Awkward] },
        Query with { Destination = new() { ErrorMessage = Awkward }, Ratio = null, Breaches = [Breach] },
        new LatencyReport { Source = "postgresql://a@h/d", Breaches = [Breach], P95Budget = TimeSpan.FromMilliseconds(200) },
        new SchemaDifference { Status = SchemaDifferenceStatus.Different, Kind = "Table", Schema = "public", Name = Awkward, Property = "Owner", Left = "a", Right = null },
        Copy with
        {
            Status = DatabaseCopyStatus.CompletedWithErrors,
            Findings = [new() { Kind = MigrationFindingKind.Role, Object = "r", What = Awkward, Remedy = "Make it." }],
            Failures = [new() { Kind = "INDEX", Schema = "public", Name = Awkward, ErrorMessage = Awkward, Statement = "CREATE INDEX" }],
        },
    ];

    private static MigrationStep Step => new() { Name = MigrationStepName.Verify, Status = MigrationStepStatus.Done, Description = "Compare the ends.", Outcome = "1 table is the same.", StartedAt = DateTimeOffset.UnixEpoch, Elapsed = TimeSpan.FromSeconds(2) };

    private static DatabaseMigration Migration => new()
    {
        Id = Guid.Empty,
        Source = "postgresql://a@h/d",
        Destination = "postgresql://b@n/d",
        Status = DatabaseMigrationStatus.Completed,
        Steps = [Step],
        StartedAt = DateTimeOffset.UnixEpoch,
        Elapsed = TimeSpan.FromSeconds(2),
        SwitchedAt = DateTimeOffset.UnixEpoch,
        SourceWrites = 0,
        BackupPath = "/b/shop.dump",
        ReportPath = ["/r/report.html"],
    };

    private static LatencyBreach Breach => new() { Budget = LatencyBudget.Answer, Object = "by key", What = Awkward };

    private static ConnectionLatency Connection => new()
    {
        End = DatabaseEnd.Destination,
        Database = "postgresql://b@n/d",
        ServerVersion = "17.2",
        Samples = 10,
        P50 = TimeSpan.FromMilliseconds(31.4),
        P95 = TimeSpan.FromMilliseconds(60),
        Maximum = TimeSpan.FromMilliseconds(61),
        NameResolution = TimeSpan.FromMilliseconds(1),
        Pooler = PoolerMode.None,
        MaxConnections = 100,
        ReservedConnections = 3,
        UsedConnections = 5,
    };

    private static QueryLatency Query => new()
    {
        Name = "by key",
        Sql = "SELECT * FROM t WHERE id = $1",
        Ratio = 1.5,
        Source = new() { Samples = 200, P50 = TimeSpan.FromMilliseconds(0.25), P95 = TimeSpan.FromMilliseconds(1), P99 = TimeSpan.FromMilliseconds(2), Minimum = TimeSpan.FromMilliseconds(0.2), Maximum = TimeSpan.FromMilliseconds(3) },
        Destination = new() { Samples = 200, P50 = TimeSpan.FromMilliseconds(0.375) },
    };

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
