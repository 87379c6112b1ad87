using System.Globalization;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>Writes the statements that would make a row of the destination like the source's. Nothing here runs them.</summary>
/// <param name="compared">The columns, in the order in which values are given, and the key.</param>
/// <param name="table">The destination's table.</param>
/// <param name="text">The destination's expressions.</param>
/// <param name="hasServerHashes">Whether rows were hashed by the servers, so that a statement can find one by its hash.</param>
internal sealed class RepairStatements(ComparedTable compared, PgTable table, ServerRowsText text, bool hasServerHashes)
{
    private readonly string name = SqlText.Qualified(table.Schema, table.Name);

    /// <summary>The table without those that inherit from it.</summary>
    private readonly string only = (table.IsPartitioned ? "" : "ONLY ") + SqlText.Qualified(table.Schema, table.Name);

    /// <summary>The statement for one row, or a comment that says why there is none.</summary>
    public string Of(RowMismatch row, IReadOnlyDictionary<string, string?> key, IReadOnlyList<FieldText>? source, IReadOnlyList<FieldText>? destination)
    {
        if (Refusal(row, key, source, destination) is { } reason) return Comment(row, reason);
        return row.Kind switch
        {
            RowDifferenceKind.Extra => Delete(row.Destination!, key),
            RowDifferenceKind.Missing => string.Join("\n", Enumerable.Repeat(Insert(source!), (int)row.Source!.Count)),
            _ => Change(row, key, source!, destination!),
        };
    }

    /// <summary>Why there is no statement for the row; null where there is one.</summary>
    public string? Refusal(RowMismatch row, IReadOnlyDictionary<string, string?> key, IReadOnlyList<FieldText>? source, IReadOnlyList<FieldText>? destination)
    {
        if (row.Kind != RowDifferenceKind.Extra && TooLong(source) is { } column) return $"the value of {column} is too long for a script";
        if (!hasServerHashes && row.Destination is { } there && (key.Count == 0 || there.HasNullKey)) return "no key tells which row it is";
        return row.Kind switch
        {
            RowDifferenceKind.Extra => null,
            RowDifferenceKind.Missing => source is null ? "the source's row could not be read" : null,
            _ when source is null || destination is null => "the row could not be read",
            _ => Changed(source, destination).Any() ? null : "only what the destination computes itself differs",
        };
    }

    /// <summary>
    /// One statement that deletes many rows, each as often as is said, by the hashes of their texts under the script's settings: where there is no
    /// key, a statement a row would read the table as often as it has rows.
    /// </summary>
    /// <param name="hashes">A query of the columns first_hash, second_hash and copies.</param>
    public string DeleteByHashes(string hashes) => $"""
        DELETE FROM {only} WHERE (tableoid, ctid) IN (
            SELECT x.of_table, x.of_row
            FROM (SELECT h.*, pg_catalog.row_number() OVER (PARTITION BY h.first_hash, h.second_hash) AS copy
                  FROM (SELECT r.of_table, r.of_row, {text.Hash("r.words", 0)} AS first_hash, {text.Hash("r.words", 1)} AS second_hash
                        FROM (SELECT t.tableoid AS of_table, t.ctid AS of_row, {text.RowText} AS words FROM {only} t OFFSET 0) r) h) x
            JOIN ({hashes}) w ON w.first_hash = x.first_hash AND w.second_hash = x.second_hash
            WHERE x.copy <= w.copies)
        """;

    private IEnumerable<(PgColumn Column, FieldText Value)> Changed(IReadOnlyList<FieldText> source, IReadOnlyList<FieldText> destination) => compared.Columns
        .Select((column, place) => (Column: column.Destination, Value: source[place], IsChanged: source[place] != destination[place]))
        .Where(one => one.IsChanged && !one.Column.IsGenerated).Select(one => (one.Column, one.Value));

    private string Change(RowMismatch row, IReadOnlyDictionary<string, string?> key, IReadOnlyList<FieldText> source, IReadOnlyList<FieldText> destination)
    {
        var changed = Changed(source, destination).ToList();
        // Such a column takes a value only from an INSERT.
        if (changed.Exists(one => one.Column.Identity == ColumnIdentity.Always)) return Delete(row.Destination!, key) + "\n" + Insert(source);
        var values = changed.Select(one => $"{SqlText.Identifier(one.Column.Name)} = {Literal(one.Column, one.Value)}");
        return $"UPDATE {only} t SET {string.Join(", ", values)} WHERE {Condition(row.Destination!, key)};";
    }

    private string Insert(IReadOnlyList<FieldText> source)
    {
        var columns = compared.Columns.Select((column, place) => (Column: column.Destination, Value: source[place])).Where(one => !one.Column.IsGenerated).ToList();
        if (columns.Count == 0) return $"INSERT INTO {name} DEFAULT VALUES;";
        var overriding = columns.Exists(one => one.Column.Identity == ColumnIdentity.Always) ? " OVERRIDING SYSTEM VALUE" : "";
        return $"INSERT INTO {name} ({SqlText.List(columns.Select(one => one.Column.Name))}){overriding} VALUES ({string.Join(", ", columns.Select(one => Literal(one.Column, one.Value)))});";
    }

    private string Delete(RowDigest row, IReadOnlyDictionary<string, string?> key)
    {
        if (key.Count > 0 && !row.HasNullKey) return $"DELETE FROM {only} t WHERE {Condition(row, key)};";
        return $"DELETE FROM {only} WHERE (tableoid, ctid) IN (SELECT t.tableoid, t.ctid FROM {only} t WHERE {Condition(row, key)} LIMIT {row.Count.ToString(CultureInfo.InvariantCulture)});";
    }

    /// <summary>By the key where it names one row, else by the hash of the row's text under the script's settings.</summary>
    private string Condition(RowDigest row, IReadOnlyDictionary<string, string?> key)
    {
        if (key.Count > 0 && !row.HasNullKey) return text.HasKey(row.Key!);
        var (first, second) = (unchecked((long)row.Hash.First), unchecked((long)row.Hash.Second));
        return $"{text.Hash(text.RowText, 0)} = {ServerRowsText.Number(first)} AND {text.Hash(text.RowText, 1)} = {ServerRowsText.Number(second)}";
    }

    /// <summary>Without a cast, so that a value that does not fit is refused and not cut.</summary>
    private static string Literal(PgColumn column, FieldText value)
    {
        if (value.Text is null) return "NULL";
        var literal = SqlText.Literal(value.Text);
        return column.Type == "money" ? $"{literal}::numeric::money" : literal;
    }

    private string? TooLong(IReadOnlyList<FieldText>? values)
        => values is null ? null : compared.Columns.Where((_, place) => values[place].IsShortened).Select(column => column.Name).FirstOrDefault();

    private string Comment(RowMismatch row, string reason)
        => $"-- {OneLine($"{name} ({row.Key ?? "no key"})")} is not repaired: {OneLine(reason)}.";

    private static string OneLine(string words) => words.ReplaceLineEndings(" ").Replace('\t', ' ');
}
