using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace PgMigrate.Engine.Reports;

/// <summary>Writes a report as one page that loads nothing, and shows all that it holds without its script, too.</summary>
internal static class HtmlReport
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    private const string StylePlace = "{style}";
    private const string ScriptPlace = "{script}";

    /// <summary>Tables of more rows than this come with a filter.</summary>
    private const int FewRows = 8;

    public static byte[] Write(ReportDocument report)
    {
        var page = new XElement(
            "html", new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                new XElement("meta", new XAttribute("name", "generator"), new XAttribute("content", report.Program)),
                new XElement("style", StylePlace),
                new XElement("title", XmlText.Clean(report.Title))),
            new XElement(
                "body",
                Header(report),
                new XElement("main", Overview(report), report.Sections.Select(Section)),
                new XElement("footer", $"Made by {report.Program} on {ReportText.Of(report.CreatedAt)}. This page loads nothing from elsewhere."),
                new XElement("script", ScriptPlace)));
        var text = page.ToString(SaveOptions.DisableFormatting);
        // Their signs mean something else to XML than to a browser, and what comes between them may hold the same words.
        var style = text.IndexOf(StylePlace, StringComparison.Ordinal);
        var script = text.LastIndexOf(ScriptPlace, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(
            $"<!DOCTYPE html>\n{text[..style]}{Resource("report.css")}{text[(style + StylePlace.Length)..script]}{Resource("report.js")}{text[(script + ScriptPlace.Length)..]}");
    }

    private static XElement Header(ReportDocument report) => new(
        "header",
        new XElement("div", Class("headline"), new XElement("h1", XmlText.Clean(report.Title)), Badge(report.State)),
        new XElement("p", Class("muted"), ReportText.Of(report.CreatedAt), " · ", report.Program));

    private static XElement Overview(ReportDocument report) => new(
        "nav", Class("cards"), new XAttribute("aria-label", "Overview"),
        report.Sections.Select((section, number) => new XElement(
            "a", Class($"card {Key(section.State)}"), new XAttribute("href", $"#{Id(number)}"),
            new XElement("strong", XmlText.Clean(section.Title)), new XElement("span", XmlText.Clean(section.Summary)), Badge(section.State))));

    private static XElement Section(ReportSection section, int number) => new(
        "details", new XAttribute("open", "open"), Class("section"), new XAttribute("id", Id(number)),
        new XElement("summary", new XElement("h2", XmlText.Clean(section.Title)), Badge(section.State)),
        new XElement("p", XmlText.Clean(section.Summary)),
        section.Facts.Count == 0 ? null : new XElement(
            "dl", section.Facts.Select(fact => new XElement("div", new XElement("dt", XmlText.Clean(fact.Name)), new XElement("dd", XmlText.Clean(fact.Value))))),
        section.Rows.Count == 0 ? null : Table(section));

    private static XElement Table(ReportSection section)
    {
        var longest = section.Columns.Select((column, place) => column.HasBars ? section.Rows.Max(row => Number(row.Cells[place])) : 0).ToList();
        return new(
            "div", Class("listing"),
            section.Rows.Count <= FewRows ? null : new XElement(
                "div", Class("tools"),
                new XElement("input", new XAttribute("type", "search"), new XAttribute("placeholder", "Filter"), new XAttribute("aria-label", $"Filter {XmlText.Clean(section.Title)}")),
                new XElement("label", new XElement("input", new XAttribute("type", "checkbox")), " only what needs attention"),
                new XElement("output", $"{ReportText.Of(section.Rows.Count)} rows")),
            new XElement(
                "div", Class("scroll"), new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", XmlText.Clean(section.Title)),
                new XElement(
                    "table",
                    new XElement("thead", new XElement("tr", section.Columns.Select(column => new XElement(
                        "th", new XAttribute("scope", "col"), Class(IsNumber(column) ? "number" : null), new XElement("button", new XAttribute("type", "button"), column.Title))))),
                    new XElement("tbody", section.Rows.Select(row => Row(row, section.Columns, longest))))));
    }

    private static XElement Row(ReportRow row, IReadOnlyList<ReportColumn> columns, IReadOnlyList<double> longest) => new(
        "tr", new XAttribute("data-state", Key(row.State)),
        columns.Select((column, place) => Cell(row, column, row.Cells[place], longest[place], isLast: place == columns.Count - 1)));

    private static XElement Cell(ReportRow row, ReportColumn column, object? value, double longest, bool isLast)
    {
        var text = XmlText.Clean(ReportText.Of(value, column.Kind));
        object content = column.Kind switch
        {
            ReportColumnKind.Status => new XElement("span", Class($"badge {Key(row.State)}"), text),
            ReportColumnKind.Code when text.Length > 0 => new XElement("code", text),
            _ => text,
        };
        return new(
            "td", Class(IsNumber(column) ? "number" : column.Kind == ReportColumnKind.Text ? "text" : null),
            IsNumber(column) && value is not null ? new XAttribute("data-value", Number(value).ToString("R", CultureInfo.InvariantCulture)) : null,
            content, longest > 0 ? Bar(Number(value) / longest) : null,
            isLast && row.Details is { } details ? new XElement("details", new XElement("summary", "Statement"), new XElement("pre", XmlText.Clean(details))) : null);
    }

    private static XElement Bar(double part)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        return new(
            svg + "svg", new XAttribute("class", "bar"), new XAttribute("viewBox", "0 0 100 4"), new XAttribute("preserveAspectRatio", "none"), new XAttribute("aria-hidden", "true"),
            new XElement(svg + "rect", new XAttribute("width", (part * 100).ToString("0.##", CultureInfo.InvariantCulture)), new XAttribute("height", "4")));
    }

    private static XElement Badge(ReportState state) => new("span", Class($"badge {Key(state)}"), ReportText.Of(state));

    private static XAttribute? Class(string? name) => name is null ? null : new("class", name);

    private static string Key(ReportState state) => state switch
    {
        ReportState.Good => "good",
        ReportState.Attention => "attention",
        ReportState.Bad => "bad",
        ReportState.NotChecked => "unchecked",
        _ => "neutral",
    };

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"section-{number + 1}");

    private static bool IsNumber(ReportColumn column) => column.Kind is ReportColumnKind.Count or ReportColumnKind.Bytes or ReportColumnKind.Duration;

    private static double Number(object? value) => value switch
    {
        long number => number,
        TimeSpan time => time.TotalSeconds,
        _ => 0,
    };

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"PgMigrate.Engine.Reports.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
