using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>The form of every table that is shown: names to the left, figures to the right.</summary>
internal static class ResultTable
{
    private static readonly string[] Words = ["Table", "Query", "Result", "Verified"];

    public static Table Create(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))).NoWrap();
            table.AddColumn(Words.Contains(heading) ? column : column.RightAligned());
        }

        return table;
    }
}
