using System.Globalization;
using System.Text;
using PgMigrate.Engine.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.CopyBack;

/// <summary>The form that a SQLite column's values have, as its first rows show it.</summary>
internal sealed class ColumnSample
{
    private const int Rows = 500;

    private static readonly (string True, string False)[] Words = [("true", "false"), ("t", "f"), ("yes", "no"), ("y", "n"), ("on", "off"), ("1", "0")];

    private readonly List<string> texts;

    private ColumnSample(SqliteStorage storage, List<string> texts)
    {
        Storage = storage;
        this.texts = texts;
        Times = new(texts);
    }

    /// <summary>What most values are stored as; NULL where there are none.</summary>
    public SqliteStorage Storage { get; }

    /// <summary>How times are written.</summary>
    public TimeForm Times { get; }

    public static ColumnSample Read(sqlite3 database, SqliteTable table, SqliteColumn column)
    {
        var name = SqliteName.Column(column.Name);
        var sql = string.Create(CultureInfo.InvariantCulture, $"SELECT CASE typeof({name}) WHEN 'blob' THEN x'' ELSE {name} END {SqliteName.From(table)} WHERE {name} IS NOT NULL LIMIT {Rows}");
        var counts = new Dictionary<SqliteStorage, int>();
        var texts = new List<string>();
        using var row = SqliteStatement.Prepare(database, sql);
        while (row.Step())
        {
            var storage = row.Type(0);
            counts[storage] = counts.GetValueOrDefault(storage) + 1;
            if (storage == SqliteStorage.Text && row.Bytes(0).Length < 100) texts.Add(row.Text(0));
        }

        return new(counts.Count == 0 ? SqliteStorage.Null : counts.MaxBy(one => one.Value).Key, texts);
    }

    /// <summary>The column's own word for the value, or that which goes with its word for the other.</summary>
    public string Word(bool value)
    {
        if (texts.Find(text => BooleanWord.Parse(Encoding.UTF8.GetBytes(text)) == value) is { } own) return own;
        var other = texts.Find(text => BooleanWord.Parse(Encoding.UTF8.GetBytes(text)) == !value);
        var pair = other is null ? Words[0] : Array.Find(Words, words => string.Equals(value ? words.False : words.True, other, StringComparison.OrdinalIgnoreCase));
        var word = value ? pair.True : pair.False;
        if (other is null || !char.IsAsciiLetterUpper(other[0])) return word;
        return other.Length > 1 && char.IsAsciiLetterLower(other[1]) ? char.ToUpperInvariant(word[0]) + word[1..] : word.ToUpperInvariant();
    }

    /// <summary>A uuid with or without hyphens, in small or capital letters.</summary>
    public string Uuid(string value)
    {
        if (texts.Exists(text => text.Length == 32) && !texts.Exists(text => text.Length == 36)) value = value.Replace("-", "", StringComparison.Ordinal);
        return texts.Exists(text => text.Any(char.IsAsciiLetterUpper)) && !texts.Exists(text => text.Any(char.IsAsciiLetterLower)) ? value.ToUpperInvariant() : value;
    }
}
