using System.Globalization;

namespace PgMigrate.Engine.Reports;

/// <summary>How long connections and queries take.</summary>
internal static class LatencySections
{
    private static readonly ReportColumn[] BreachColumns = [new("Budget", ReportColumnKind.Status), new("Of", ReportColumnKind.Code), new("What", ReportColumnKind.Text)];

    private static readonly ReportColumn[] ConnectionColumns =
    [
        new("Database", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("p50", ReportColumnKind.Duration, HasBars: true), new("p95", ReportColumnKind.Duration), new("Name", ReportColumnKind.Duration),
        new("TCP", ReportColumnKind.Duration), new("TLS", ReportColumnKind.Duration), new("Login", ReportColumnKind.Duration), new("Used", ReportColumnKind.Count), new("Free", ReportColumnKind.Count), new("Remark", ReportColumnKind.Text),
    ];

    private static readonly ReportColumn[] QueryColumns =
    [
        new("Query", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Source p50", ReportColumnKind.Duration), new("p95", ReportColumnKind.Duration, HasBars: true), new("p99", ReportColumnKind.Duration),
        new("Destination p50", ReportColumnKind.Duration), new("p95", ReportColumnKind.Duration, HasBars: true), new("p99", ReportColumnKind.Duration), new("Ratio", ReportColumnKind.Code), new("Remark", ReportColumnKind.Text),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        foreach (var report in items.OfType<LatencyReport>()) yield return Verdict(report);
        var connections = items.OfType<ConnectionLatency>().ToList();
        if (connections.Count > 0) yield return Connections(connections);
        var queries = items.OfType<QueryLatency>().ToList();
        if (queries.Count > 0) yield return Queries(queries);
    }

    private static ReportSection Verdict(LatencyReport report) => new()
    {
        Title = "Latency",
        State = report.IsWithinBudget ? ReportState.Good : ReportState.Bad,
        Summary = report.IsWithinBudget ? $"Every budget was kept by {Queries(report.Queries)}." : $"Not kept: {ReportText.Of(report.Breaches.Count, "budget")}.",
        Facts = [.. Facts(report)],
        Columns = report.Breaches.Count > 0 ? BreachColumns : [],
        Rows =
        [
            .. report.Breaches.Select(breach => new ReportRow
            {
                State = ReportState.Bad,
                Name = $"{breach.Budget}: {breach.Object}",
                Cells = [breach.Budget.ToString(), breach.Object, breach.What],
                Message = breach.What,
            }),
        ],
    };

    private static IEnumerable<ReportFact> Facts(LatencyReport report)
    {
        yield return new("Source", report.Source);
        if (report.Destination is { } destination) yield return new("Destination", destination);
        yield return new("Queries", ReportText.Of(report.Queries));
        yield return new("Runs measured", ReportText.Of(report.Samples));
        if (report.P95Budget is { } p95) yield return new("Budget of p95", ReportText.Of(p95));
        if (report.P99Budget is { } p99) yield return new("Budget of p99", ReportText.Of(p99));
        yield return new("Budget of connections", ReportText.Of(report.ConnectionBudget));
        if (report.MaxRatio is { } ratio) yield return new("Greatest ratio", ratio.ToString("0.00#############", CultureInfo.InvariantCulture) + "×");
        yield return new("Percentiles", "nearest rank");
        yield return new("Started", ReportText.Of(report.StartedAt));
        yield return new("Time", ReportText.Of(report.Elapsed));
    }

    private static ReportSection Connections(List<ConnectionLatency> connections)
    {
        var rows = connections.ConvertAll(connection => new ReportRow
        {
            State = connection.IsWithinBudget ? ReportState.Good : ReportState.Bad,
            Name = $"Connection to {connection.Database}",
            Cells =
            [
                connection.Database, connection.IsWithinBudget ? connection.End.ToString() : "Over budget", connection.P50, connection.P95, connection.NameResolution, connection.TcpConnect, connection.TlsHandshake,
                connection.Login, (long)connection.UsedConnections, (long)connection.FreeConnections, string.Join(" ", connection.Breaches.Select(breach => breach.What).Concat(connection.Hints)),
            ],
            Message = connection.IsWithinBudget ? null : string.Join(" ", connection.Breaches),
            Details = connection.UsedBy.Count == 0 ? null : string.Join("\n", connection.UsedBy),
            Elapsed = connection.P50,
        });
        return new()
        {
            Title = "Connections",
            State = ReportSection.Worst(rows),
            Summary = $"Opened anew: {ReportText.Of(connections.Sum(connection => connection.Samples), "connection")}.",
            Columns = ConnectionColumns,
            Rows = rows,
        };
    }

    private static ReportSection Queries(List<QueryLatency> queries)
    {
        var rows = queries.ConvertAll(query => new ReportRow
        {
            State = query.IsWithinBudget ? ReportState.Good : ReportState.Bad,
            Name = query.Name,
            Cells =
            [
                query.Name, Status(query), query.Source.P50, query.Source.P95, query.Source.P99, query.Destination?.P50, query.Destination?.P95, query.Destination?.P99,
                query.Ratio is { } ratio ? Ratio(ratio) : null, string.Join(" ", query.Breaches),
            ],
            Message = query.IsWithinBudget ? null : string.Join(" ", query.Breaches),
            Details = query.Sql,
            Elapsed = (query.Destination ?? query.Source).P50,
        });
        return new()
        {
            Title = "Queries",
            State = ReportSection.Worst(rows),
            Summary = $"Measured: {Queries(queries.Count)}.",
            Columns = QueryColumns,
            Rows = rows,
        };
    }

    private static string Status(QueryLatency query) => query.IsWithinBudget ? "Kept" : query.Breaches.Any(breach => breach.Budget == LatencyBudget.Answer) ? "No answer" : "Over budget";

    private static string Queries(long count) => count == 1 ? "1 query" : $"{ReportText.Of(count)} queries";

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture) + "×";
}
