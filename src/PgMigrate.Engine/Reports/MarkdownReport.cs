using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Reports;

/// <summary>Writes a report for a ticket: what came of each part, its facts, and of its table what someone should look at.</summary>
internal static class MarkdownReport
{
    /// <summary>Beyond this a ticket is no place for a table.</summary>
    private const int MostRows = 50;

    public static byte[] Write(ReportDocument report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Line(report.Title)}\n\n**{ReportText.Of(report.State)}** · {ReportText.Of(report.CreatedAt)} · {report.Program}\n\n| Part | State | Result |\n|---|---|---|\n");
        foreach (var section in report.Sections) text.Append(CultureInfo.InvariantCulture, $"| {Cell(section.Title)} | {ReportText.Of(section.State)} | {Cell(section.Summary)} |\n");
        foreach (var section in report.Sections) Write(text, section);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, ReportSection section)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {Line(section.Title)}\n\n{Line(section.Summary)}\n");
        if (section.Facts.Count > 0) text.Append('\n');
        foreach (var fact in section.Facts) text.Append(CultureInfo.InvariantCulture, $"* {Line(fact.Name)}: {Line(fact.Value)}\n");
        var urgent = section.Rows.Where(row => row.State >= ReportState.Attention).OrderByDescending(row => row.State).ToList();
        if (urgent.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"\n| {string.Join(" | ", section.Columns.Select(column => Cell(column.Title)))} |\n|{string.Concat(section.Columns.Select(_ => "---|"))}\n");
        foreach (var row in urgent.Take(MostRows))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", section.Columns.Select((column, place) => Cell(ReportText.Of(row.Cells[place], column.Kind))))} |\n");
        }

        if (urgent.Count > MostRows) text.Append(CultureInfo.InvariantCulture, $"\nAnd {ReportText.Of(urgent.Count - MostRows)} more.\n");
    }

    private static string Cell(string text) => Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>One line in which nothing means anything to Markdown or HTML.</summary>
    private static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '\r' or '\n' or '\t') line.Append(' ');
            else if (letter is '<') line.Append("&lt;");
            else if (letter is '&') line.Append("&amp;");
            else if (letter is '\\' or '*' or '_' or '`' or '[' or ']' or '#') line.Append('\\').Append(letter);
            else line.Append(char.IsControl(letter) ? '\uFFFD' : letter);
        }

        return line.ToString();
    }
}
