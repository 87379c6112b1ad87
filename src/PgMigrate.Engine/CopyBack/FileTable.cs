using System.Globalization;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// A table of the SQLite file in the writing connection: its rows as they are compared, and two temporary tables with the rows that go and those that
/// come. Those that come have the columns' affinities, so that what SQLite makes of a value is seen before it is written.
/// </summary>
internal sealed class FileTable
{
    private const int RowsBetweenCancellationChecks = 1024;

    private readonly sqlite3 database;
    private readonly SqliteTable table;
    private readonly IReadOnlyList<ColumnMapping> columns;
    private readonly ColumnEncoding[] encodings;
    private readonly StreamedRowText text;

    /// <summary>The places of the columns that hold data of their own.</summary>
    private readonly int[] stored;

    /// <summary>What tells its rows apart: the rowid, or the primary key.</summary>
    private readonly IReadOnlyList<string> identity;
    private readonly string gone;
    private readonly string come;

    public FileTable(sqlite3 database, SqliteTable table, IReadOnlyList<ColumnMapping> columns, IReadOnlyList<string> key, int number)
    {
        (this.database, this.table, this.columns) = (database, table, columns);
        encodings = [.. columns.Select(ColumnEncoding.Of)];
        text = new([.. columns.Select(column => new Toc.RowColumn(column.Name, column.Type))], key, Toc.RowFormat.Binary);
        stored = [.. Enumerable.Range(0, columns.Count).Where(place => columns[place].Column.Generated == SqliteGeneration.None)];
        identity = SqliteName.Rowid(table) is { } rowid ? [rowid] : [.. table.PrimaryKey.Select(SqliteName.Column)];
        gone = string.Create(CultureInfo.InvariantCulture, $"temp.pgmigrate_gone_{number}");
        come = string.Create(CultureInfo.InvariantCulture, $"temp.pgmigrate_come_{number}");
    }

    public sqlite3 Database => database;

    public IReadOnlyList<ColumnMapping> Columns => columns;

    public IReadOnlyList<int> Stored => stored;

    public SqliteTable Table => table;

    /// <summary>The rowid where it is no column: rows keep it.</summary>
    private string? FreeRowid => table.RowidAlias is null ? SqliteName.Rowid(table)?["t.".Length..] : null;

    private string Name => "main." + SqliteName.Quote(table.Name);

    /// <summary>Makes the temporary tables, empty.</summary>
    public void Prepare()
    {
        if (identity.Count == 0) throw CopyBackErrors.NotPossible(table.Name, "(any)", "columns hide all names of the rowid, and there is no primary key");
        var identities = string.Join(", ", identity.Select((_, place) => FormattableString.Invariant($"k{place}")));
        var values = string.Concat(stored.Select(place => FormattableString.Invariant($", c{place}")));
        var typed = string.Concat(stored.Select(place => FormattableString.Invariant($", c{place} {Affinity(columns[place].Column)}")));
        SqliteFile.Execute(database, $"""
            DROP TABLE IF EXISTS {gone}; DROP TABLE IF EXISTS {come};
            CREATE TABLE {gone} (number INTEGER, {identities}{values});
            CREATE INDEX {gone}_number ON {gone["temp.".Length..]} (number);
            CREATE TABLE {come} (place INTEGER PRIMARY KEY, kept{typed});
            """);
    }

    /// <summary>The checksum of all rows, as this connection sees them.</summary>
    public RowSetChecksum Sum(CancellationToken cancellationToken)
    {
        var sum = default(RowSetChecksum);
        Each((hash, _) => sum += RowSetChecksum.Of(hash, 1), cancellationToken);
        return sum;
    }

    /// <summary>Notes which rows go: of each hash as many as are wanted, under a number by which the row that comes in its place finds it.</summary>
    public void Find(IReadOnlyDictionary<RowHash, WantedRow> wanted, CancellationToken cancellationToken)
    {
        var places = Enumerable.Range(1, 1 + identity.Count + stored.Length).Select(place => FormattableString.Invariant($"?{place}"));
        using var insert = new SqliteStatement(database, $"INSERT INTO {gone} VALUES ({string.Join(", ", places)})");
        Each(
            (hash, row) =>
            {
                if (!wanted.TryGetValue(hash, out var one) || one.Rest == 0) return;
                one.Rest--;
                insert.Bind(1, one.Number);
                for (var place = 0; place < identity.Count; place++) insert.Bind(2 + place, row, columns.Count + place);
                for (var place = 0; place < stored.Length; place++) insert.Bind(2 + identity.Count + place, row, stored[place]);
                insert.Run();
            },
            cancellationToken);
    }

    /// <summary>Reads the rows that go under a number: the columns of their own data, then the rowid that the row keeps.</summary>
    public SqliteStatement ReadGone() => SqliteStatement.Prepare(
        database, $"SELECT {string.Concat(stored.Select(place => FormattableString.Invariant($"c{place}, ")))}{(FreeRowid is null ? "NULL" : "k0")} FROM {gone} WHERE number = ?1");

    /// <summary>Adds a row that comes: its rowid or NULL, then the columns of its own data.</summary>
    public SqliteStatement AddComing() => new(
        database, $"INSERT OR REPLACE INTO {come} VALUES (?1, ?2{string.Concat(stored.Select((_, place) => FormattableString.Invariant($", ?{place + 3}")))})");

    /// <summary>Reads a row that comes, as its columns keep it.</summary>
    public SqliteStatement ReadComing() => SqliteStatement.Prepare(
        database, $"SELECT {string.Join(", ", stored.Select(place => FormattableString.Invariant($"c{place}")).DefaultIfEmpty("NULL"))} FROM {come} WHERE place = ?1");

    /// <summary>Deletes what goes.</summary>
    public void Delete() => SqliteFile.Execute(
        database, $"DELETE FROM {Name} AS t WHERE ({string.Join(", ", identity)}) IN (SELECT {string.Join(", ", identity.Select((_, place) => FormattableString.Invariant($"k{place}")))} FROM {gone})");

    /// <summary>Inserts what comes; rows that keep their rowid first, so that no other gets it. What the table does about conflicts is not done: they are errors.</summary>
    public void Insert()
    {
        var rowid = FreeRowid;
        var names = stored.Select(place => SqliteName.Quote(columns[place].Column.Name));
        var values = stored.Select(place => FormattableString.Invariant($"c{place}"));
        if (rowid is not null) (names, values) = (names.Append(rowid), values.Append("kept"));
        SqliteFile.Execute(database, $"INSERT OR ABORT INTO {Name} ({string.Join(", ", names)}) SELECT {string.Join(", ", values)} FROM {come} ORDER BY kept IS NULL, place");
    }

    /// <summary>Sets the number that AUTOINCREMENT gave last, if it is behind; whether it was.</summary>
    public bool Advance(long number)
    {
        if (!table.IsAutoIncrement) return false;
        var name = "'" + table.Name.Replace("'", "''", StringComparison.Ordinal) + "'";
        var present = SqliteFile.ReadInteger(database, $"SELECT max(seq) FROM main.sqlite_sequence WHERE name = {name}");
        if (present >= number || (present is null && number < 1)) return false;
        SqliteFile.Execute(database, present is null
            ? FormattableString.Invariant($"INSERT INTO main.sqlite_sequence (name, seq) VALUES ({name}, {number})")
            : FormattableString.Invariant($"UPDATE main.sqlite_sequence SET seq = {number} WHERE name = {name}"));
        return true;
    }

    /// <summary>sqlite.org/datatype3.html, 3.1: a column without a type has the affinity that BLOB names; ANY of a STRICT table, too.</summary>
    private string Affinity(SqliteColumn column)
    {
        var declared = column.DeclaredType.Trim();
        if (table.IsStrict && declared.Equals("ANY", StringComparison.OrdinalIgnoreCase)) return "BLOB";
        return DeclaredType.AffinityOf(declared).ToString().ToUpperInvariant();
    }

    private void Each(Action<RowHash, SqliteStatement> visit, CancellationToken cancellationToken)
    {
        var selected = columns.Select(column => SqliteName.Column(column.Column.Name)).Concat(identity);
        using var row = SqliteStatement.Prepare(database, $"SELECT {string.Join(", ", selected)} {SqliteName.From(table)}");
        var writer = new CopyBinaryWriter();
        var encoder = new ValueEncoder(writer, row);
        for (var read = 1L; row.Step(); read++)
        {
            writer.Clear();
            writer.StartRow(columns.Count);
            for (var place = 0; place < columns.Count; place++)
            {
                if (encoder.Write(place, encodings[place]) == BadValue.None) continue;
                throw CopyBackErrors.NotProven(table.Name, $"{columns[place].Column.Name} would hold a value that {columns[place].Type} can't");
            }

            visit(text.Read(writer.Written).Hash, row);
            if (read % RowsBetweenCancellationChecks == 0) cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
