namespace PgMigrate.Engine.Reports;

/// <summary>Makes a report of what cmdlets gave. Pure.</summary>
internal static class ReportBuilder
{
    /// <summary>In the order of a migration.</summary>
    private static readonly Func<IReadOnlyList<object>, IEnumerable<ReportSection>>[] Sections =
    [
        MigrationSections.Of, ReadinessSection.Of, FindingsSection.Of, ExportSections.Of, SqlMigrationsSection.Of, CopySections.Of, IntegritySection.Of, SchemaSection.Of, LatencySections.Of, SwitchSection.Of,
        MigrationSections.OfHealth,
    ];

    /// <exception cref="MigrationException">ReportEmpty or ReportItemUnknown.</exception>
    public static ReportDocument Build(IReadOnlyList<object> items, string title, DateTimeOffset createdAt)
    {
        if (items.Count == 0) throw ReportErrors.Nothing();
        foreach (var item in items) MigrationReport.RequireKnown(item.GetType());
        return new()
        {
            Title = title,
            CreatedAt = createdAt,
            Program = EngineProgram.Name,
            Sections = [.. Sections.SelectMany(section => section(items))],
            Items = items,
        };
    }
}
