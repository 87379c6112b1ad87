using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Tests.Archives;
using Xunit;

namespace PgMigrate.Engine.Tests.Reports;

public sealed partial class MigrationReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(false, "Passed")]
    [InlineData(true, "Failed")]
    public async Task The_page_loads_nothing_and_lets_no_name_become_markup(bool isBad, string verdict)
    {
        var page = await WriteAsync("report.html", isBad ? ReportSample.Bad : ReportSample.Good);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>Migration report</h1><span class=\"badge {(isBad ? "bad" : "good")}\">{verdict}</span>", page, StringComparison.Ordinal);
        Assert.Contains("1,234,567", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.DoesNotMatch(Loading(), page);
        if (isBad) Assert.Contains("&lt;/script&gt;&lt;script&gt;alert('x')&lt;/script&gt; \"quoted\" &amp; 'single' | pipe \ufffd \ud83d\ude00 \ufffd", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_holds_the_objects_themselves()
    {
        using var json = JsonDocument.Parse(await WriteAsync("report.json", ReportSample.Bad));

        var root = json.RootElement;
        Assert.Equal((1, "bad", "Migration report"), (root.GetProperty("formatVersion").GetInt32(), root.GetProperty("state").GetString(), root.GetProperty("title").GetString()));
        Assert.StartsWith("PgMigrate ", root.GetProperty("program").GetString(), StringComparison.Ordinal);
        var objects = root.GetProperty("objects");
        Assert.Equal(ReportSample.Bad.Count, objects.EnumerateObject().Sum(kind => kind.Value.GetArrayLength()));
        var table = objects.GetProperty("tableIntegrity")[0];
        Assert.Equal((true, 1_234_567L, "00:01:15"), (table.GetProperty("isMatch").GetBoolean(), table.GetProperty("sourceRows").GetInt64(), table.GetProperty("elapsed").GetString()));
        Assert.Equal("CompletedWithErrors", objects.GetProperty("databaseCopyResult")[1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Pipelines_see_what_failed_as_failed_tests()
    {
        var root = XDocument.Parse(await WriteAsync("report.xml", ReportSample.Bad)).Root!;

        Assert.Equal("testsuites", root.Name.LocalName);
        var tests = root.Descendants("testcase").ToList();
        Assert.Equal((int)root.Attribute("tests")!, tests.Count);
        Assert.Equal((int)root.Attribute("failures")!, root.Descendants("failure").Count());
        Assert.Equal(9, root.Descendants("failure").Count());
        Assert.Single(root.Descendants("skipped"));
        Assert.Contains(tests, test => (string)test.Attribute("name")! == "public.t" && (string)test.Attribute("time")! == "75.000" && !test.HasElements);
        Assert.Equal(0, (int)XDocument.Parse(await WriteAsync("good.xml", ReportSample.Good)).Root!.Attribute("failures")!);
    }

    [Fact]
    public async Task A_ticket_gets_what_someone_should_look_at()
    {
        var text = await WriteAsync("report.md", ReportSample.Bad);

        Assert.StartsWith("# Migration report\n\n**Failed**", text, StringComparison.Ordinal);
        Assert.Contains("| public.&lt;/script>&lt;script>alert('x')&lt;/script> \"quoted\" &amp; 'single' \\| pipe", text, StringComparison.Ordinal);
        Assert.DoesNotContain("table\\_without\\_key", text, StringComparison.Ordinal);
        Assert.Contains("rls\\_disabled", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', text);
    }

    [Fact]
    public async Task Thousands_of_tables_make_one_page()
    {
        var tables = Enumerable.Range(1, 2000).Select(number => (object)new TableIntegrity
        {
            Schema = "public",
            Table = $"t{number}",
            IsMatch = number != 777,
            SourceRows = number,
            DestinationRows = number,
            SourceChecksum = new('a', 32),
            DestinationChecksum = new('a', 32),
            Elapsed = TimeSpan.FromMilliseconds(number),
        });

        var page = await WriteAsync("report.html", [.. tables]);

        Assert.Equal(2000, Regex.Count(page, "<tr data-state"));
        Assert.InRange(page.Length, 1, 2_500_000);
        Assert.Contains("Different: 1 of 2,000 tables.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_cannot_write_is_refused_and_what_is_there_stays()
    {
        var there = Path.Combine(folder.Path, "there.html");
        await File.WriteAllTextAsync(there, "old", TestContext.Current.CancellationToken);

        Assert.Equal("ReportExists", (await FailsAsync(there, ReportSample.Good)).ErrorId);
        Assert.Equal("ReportFormatUnknown", (await FailsAsync(Path.Combine(folder.Path, "report.docx"), ReportSample.Good)).ErrorId);
        Assert.Equal("ReportEmpty", (await FailsAsync(Path.Combine(folder.Path, "empty.html"), [])).ErrorId);
        Assert.Equal("ReportItemUnknown", (await FailsAsync(Path.Combine(folder.Path, "unknown.html"), ["text"])).ErrorId);
        Assert.Equal("ReportNotWritten", (await FailsAsync(Path.Combine(folder.Path, "no", "folder.html"), ReportSample.Good)).ErrorId);
        Assert.Equal("old", await File.ReadAllTextAsync(there, TestContext.Current.CancellationToken));
        Assert.Equal([there], Directory.EnumerateFileSystemEntries(folder.Path));

        await MigrationReport.WriteAsync(new() { Path = there, Items = ReportSample.Good, Force = true }, TestContext.Current.CancellationToken);
        Assert.StartsWith("<!DOCTYPE", await File.ReadAllTextAsync(there, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    [GeneratedRegex("""<link|<img|<iframe|@import|url\(|\ssrc=|\shref="[^#]""")]
    private static partial Regex Loading();

    private static Task<MigrationException> FailsAsync(string path, IReadOnlyList<object> items)
        => Assert.ThrowsAsync<MigrationException>(() => MigrationReport.WriteAsync(new() { Path = path, Items = items }, TestContext.Current.CancellationToken));

    private async Task<string> WriteAsync(string name, IReadOnlyList<object> items)
        => await File.ReadAllTextAsync(await MigrationReport.WriteAsync(new() { Path = Path.Combine(folder.Path, name), Items = items }, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
}
