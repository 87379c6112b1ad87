using System.Globalization;
using System.Xml.Linq;

namespace PgMigrate.Engine.Reports;

/// <summary>Writes a report as JUnit's XML: a suite for each section, a test for each row. What only needs attention has passed, with its words.</summary>
internal static class JUnitReport
{
    public static byte[] Write(ReportDocument report)
    {
        var suites = report.Sections.Select(section => Suite(section, report.CreatedAt)).ToList();
        var root = new XElement("testsuites", new XAttribute("name", XmlText.Clean(report.Title)), Totals(suites.SelectMany(suite => suite.Elements("testcase")).ToList()), suites);
        using var output = new MemoryStream();
        new XDocument(root).Save(output);
        return output.ToArray();
    }

    private static XElement Suite(ReportSection section, DateTimeOffset createdAt)
    {
        // What failed as a whole, or has no parts, is a test of its own.
        var isWhole = section.Rows.Count == 0 || (section.State == ReportState.Bad && section.Rows.All(row => row.State != ReportState.Bad));
        var tests = section.Rows.Select(row => Test(section, row.Name, row.State, row.Message ?? row.Name, row.Details, row.Elapsed))
            .Concat(isWhole ? [Test(section, section.Title, section.State, section.Summary, null, null)] : []).ToList();
        return new(
            "testsuite", new XAttribute("name", XmlText.Clean(section.Title)), Totals(tests),
            new XAttribute("timestamp", createdAt.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)),
            section.Facts.Count == 0 ? null : new XElement(
                "properties", section.Facts.Select(fact => new XElement("property", new XAttribute("name", fact.Name), new XAttribute("value", XmlText.Clean(fact.Value))))),
            tests);
    }

    private static XElement Test(ReportSection section, string name, ReportState state, string message, string? details, TimeSpan? elapsed) => new(
        "testcase", new XAttribute("classname", XmlText.Clean(section.Title)), new XAttribute("name", XmlText.Clean(name)),
        new XAttribute("time", (elapsed ?? TimeSpan.Zero).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
        state switch
        {
            ReportState.Bad => new XElement(
                "failure", new XAttribute("message", XmlText.Clean(message)), new XAttribute("type", XmlText.Clean(section.Title)), XmlText.Clean(details is null ? message : $"{message}\n\n{details}")),
            ReportState.NotChecked => new XElement("skipped", new XAttribute("message", XmlText.Clean(message))),
            ReportState.Attention => new XElement("system-out", XmlText.Clean(message)),
            _ => null,
        });

    private static IEnumerable<XAttribute> Totals(IReadOnlyList<XElement> tests) =>
    [
        new("tests", tests.Count),
        new("failures", tests.Count(test => test.Element("failure") is not null)),
        new("errors", 0),
        new("skipped", tests.Count(test => test.Element("skipped") is not null)),
        new("time", tests.Sum(test => (double)test.Attribute("time")!).ToString("0.000", CultureInfo.InvariantCulture)),
    ];
}
