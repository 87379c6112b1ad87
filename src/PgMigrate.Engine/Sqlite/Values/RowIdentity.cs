using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>What names a row to the user: its rowid, or its key where the table has no rowid.</summary>
internal sealed class RowIdentity
{
    private const int LongestText = 60;

    private readonly bool hasRowid;
    private readonly int[] columns;
    private readonly string names;

    /// <param name="table">The table.</param>
    /// <param name="selected">The expressions that the query selects; what identifies a row is appended where it is missing.</param>
    public RowIdentity(SqliteTable table, List<string> selected)
    {
        var rowid = SqliteName.Rowid(table);
        hasRowid = rowid is not null;
        string[] wanted = rowid is not null ? [rowid] : [.. table.PrimaryKey.Select(SqliteName.Column)];
        columns = [.. wanted.Select(expression => Place(selected, expression))];
        names = string.Join(", ", table.PrimaryKey);
    }

    /// <summary>
    /// Such as <c>rowid 17</c> or <c>key (region, code) = (3, 'x')</c>; the row's number in the stream where it has neither.
    /// </summary>
    public string Describe(SqliteStatement row, long number)
    {
        if (hasRowid) return string.Create(CultureInfo.InvariantCulture, $"rowid {row.Int64(columns[0])}");
        if (columns.Length == 0) return string.Create(CultureInfo.InvariantCulture, $"row {number}");
        return $"key ({names}) = ({string.Join(", ", columns.Select(column => Value(row, column)))})";
    }

    private static int Place(List<string> selected, string expression)
    {
        var place = selected.IndexOf(expression);
        if (place >= 0) return place;
        selected.Add(expression);
        return selected.Count - 1;
    }

    private static string Value(SqliteStatement row, int column) => row.Type(column) switch
    {
        SqliteStorage.Integer => row.Int64(column).ToString(CultureInfo.InvariantCulture),
        SqliteStorage.Real => row.Double(column).ToString("R", CultureInfo.InvariantCulture),
        SqliteStorage.Text => "'" + Shorten(row.Text(column)) + "'",
        SqliteStorage.Blob => "x'" + Shorten(Convert.ToHexString(row.Bytes(column))) + "'",
        _ => "NULL",
    };

    private static string Shorten(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, LongestText) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= LongestText) return shown.Append('…').ToString();
            if (Rune.IsControl(rune)) shown.Append('␀');
            else shown.Append(rune);
        }

        return shown.ToString();
    }
}
