namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Groups the columns that foreign keys tie together and gives each group one type: the widest where all are integers or all are text,
/// else that of the column which the others reference.
/// </summary>
internal sealed class ForeignKeyAlignment
{
    private static readonly TypeDecision[] IntegersByWidth = [TypeDecision.SmallInt, TypeDecision.Integer, TypeDecision.BigInt];

    private readonly List<(string Table, ColumnMapping Mapping)> columns = [];
    private readonly Dictionary<(string Table, string Column), int> places = [];
    private readonly List<int> groups = [];
    private readonly HashSet<int> children = [];
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> mappings;

    public ForeignKeyAlignment(IReadOnlyList<SqliteTable> tables, IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> mappings)
    {
        this.mappings = mappings;
        foreach (var table in tables)
        {
            foreach (var mapping in mappings.GetValueOrDefault(table.Name, []))
            {
                places[Key(table.Name, mapping.Column.Name)] = columns.Count;
                groups.Add(columns.Count);
                columns.Add((table.Name, mapping));
            }
        }

        foreach (var table in tables) foreach (var key in table.ForeignKeys) Tie(table, key);
    }

    public IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> Align()
    {
        foreach (var group in Enumerable.Range(0, columns.Count).GroupBy(Root).Where(group => group.Count() > 1)) AlignGroup([.. group]);
        var aligned = columns.ToLookup(column => column.Table, column => column.Mapping);
        return mappings.Keys.ToDictionary(table => table, table => (IReadOnlyList<ColumnMapping>)[.. aligned[table]]);
    }

    private void Tie(SqliteTable table, SqliteForeignKey key)
    {
        foreach (var (child, parent) in key.Columns.Zip(key.ParentColumns))
        {
            if (!places.TryGetValue(Key(table.Name, child), out var from) || !places.TryGetValue(Key(key.ParentTable, parent), out var to))
            {
                continue;
            }

            if (from != to) children.Add(from);
            groups[Root(from)] = Root(to);
        }
    }

    private int Root(int column)
    {
        while (groups[column] != column) column = groups[column];
        return column;
    }

    private void AlignGroup(int[] members)
    {
        var parent = members.FirstOrDefault(member => !children.Contains(member), members[0]);
        var (type, conversion) = CommonType(members, columns[parent].Mapping);
        foreach (var member in members)
        {
            var (table, mapping) = columns[member];
            // One type may be written from several forms: the column's own conversion fits its values.
            if (mapping.Type == type) continue;
            var reason = member == parent
                ? "wide enough for the columns that reference it"
                : $"the type of {columns[parent].Table}.{columns[parent].Mapping.Column.Name}, to which a foreign key ties it";
            columns[member] = (table, mapping with { Type = type, Conversion = conversion, Reason = reason });
        }
    }

    private (string Type, ValueConversion Conversion) CommonType(int[] members, ColumnMapping parent)
    {
        var widths = members.Select(member => Array.FindIndex(IntegersByWidth, type => type.Type == columns[member].Mapping.Type)).ToList();
        if (widths.TrueForAll(width => width >= 0)) return (IntegersByWidth[widths.Max()].Type, IntegersByWidth[widths.Max()].Conversion);
        var isText = members.All(member => columns[member].Mapping.Conversion == ValueConversion.Text);
        var isOneType = members.All(member => columns[member].Mapping.Type == parent.Type);
        return isText && !isOneType ? (TypeDecision.Text.Type, ValueConversion.Text) : (parent.Type, parent.Conversion);
    }

    private static (string Table, string Column) Key(string table, string column) => (SqliteName.Fold(table), SqliteName.Fold(column));
}
