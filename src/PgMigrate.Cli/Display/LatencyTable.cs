using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>Shows how long connections and queries take.</summary>
internal static class LatencyTable
{
    public static void Write(Terminal terminal, ConnectionLatency latency)
    {
        terminal.Title($"{latency.End}: {latency.Database}");
        var parts = new[] { ("name", latency.NameResolution), ("TCP", latency.TcpConnect), ("TLS", latency.TlsHandshake), ("login", latency.Login) }
            .Where(part => part.Item2 is not null).Select(part => $"{part.Item1} {Figures.Milliseconds(part.Item2)}");
        terminal.Line($"  Connection in {Figures.Milliseconds(latency.P50)} ms (p95 {Figures.Milliseconds(latency.P95)}): {string.Join(", ", parts)}.");
        terminal.Line($"  {Figures.Count(latency.UsedConnections)} of {Figures.Count(latency.MaxConnections)} connections in use, {Figures.Count(latency.ReservedConnections)} reserved: {string.Join(", ", latency.UsedBy)}.");
        foreach (var hint in latency.Hints) terminal.Line($"  {hint}");
    }

    /// <summary>The queries, with times in milliseconds.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<QueryLatency> queries)
    {
        var hasTwo = queries.Any(query => query.Destination is not null);
        var table = hasTwo
            ? ResultTable.Create("Query", "p50 ms", "p95", "p99", "Dest. p50", "p95", "p99", "Ratio", "Result")
            : ResultTable.Create("Query", "p50 ms", "p95", "p99", "Result");
        foreach (var query in queries)
        {
            List<Text> cells = [new(query.Name), .. Times(query.Source)];
            if (hasTwo) cells.AddRange([.. Times(query.Destination), new(query.Ratio?.ToString("N2", System.Globalization.CultureInfo.InvariantCulture) ?? "")]);
            cells.Add(new(query.IsWithinBudget ? "✓ kept" : "✗ " + string.Join(", ", query.Breaches.Select(breach => breach.Budget)), new Style(query.IsWithinBudget ? Color.Green : Color.Red)));
            table.AddRow(cells);
        }

        terminal.Output.Write(table);
    }

    public static void Write(Terminal terminal, LatencyReport report)
    {
        foreach (var breach in report.Breaches) terminal.Line(breach.What.ReplaceLineEndings("\\n"));
        terminal.Line($"{Figures.Count(report.Queries)} queries, {Figures.Count(report.Samples)} runs, {(report.IsWithinBudget ? "every budget kept" : $"{Figures.Count(report.Breaches.Count)} budgets not kept")}.");
    }

    private static IEnumerable<Text> Times(LatencyFigures? figures)
        => [new(Figures.Milliseconds(figures?.P50)), new(Figures.Milliseconds(figures?.P95)), new(Figures.Milliseconds(figures?.P99))];
}
