using System.Buffers;
using System.Text;
using System.Text.Unicode;
using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>A prepared statement and its current row. Spans are valid until the next step.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly nint pointer;
    private byte[] utf8 = [];

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        SqliteError.Check(raw.sqlite3_prepare_v2(database, sql, out statement), database);
        pointer = statement.DangerousGetHandle();
    }

    /// <summary>Whether the database keeps its text as UTF-16, which <see cref="TryText"/> then converts.</summary>
    public bool IsUtf16 { get; private init; }

    /// <summary>Prepares a statement that reads text, in whatever encoding the database keeps it.</summary>
    public static SqliteStatement Prepare(sqlite3 database, string sql)
    {
        using var encoding = new SqliteStatement(database, "PRAGMA main.encoding");
        return new SqliteStatement(database, sql) { IsUtf16 = encoding.Step() && !encoding.Bytes(0).SequenceEqual("UTF-8"u8) };
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        ObjectDisposedException.ThrowIf(statement.IsClosed, this);
        var code = SqliteNative.Step(pointer);
        GC.KeepAlive(this);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw SqliteError.Create(code, database),
        };
    }

    /// <summary>Runs it with other values, bound anew or the same: it begins at its first row.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    /// <summary>Runs a statement that returns no rows, and makes it ready for the next values.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Binds a value of another statement's row, as it is stored.</summary>
    /// <param name="parameter">The parameter's place, from 1.</param>
    /// <param name="row">The other statement.</param>
    /// <param name="column">The row's column, from 0.</param>
    public void Bind(int parameter, SqliteStatement row, int column)
    {
        switch (row.Type(column))
        {
            case SqliteStorage.Null: BindNull(parameter); break;
            case SqliteStorage.Integer: Bind(parameter, row.Int64(column)); break;
            case SqliteStorage.Real: Bind(parameter, row.Double(column)); break;
            case SqliteStorage.Blob: BindBlob(parameter, row.Bytes(column)); break;
            default:
                _ = row.TryText(column, out var text);
                BindText(parameter, text);
                break;
        }
    }

    public void BindNull(int parameter) => SqliteError.Check(raw.sqlite3_bind_null(statement, parameter), database);

    public void Bind(int parameter, long value) => SqliteError.Check(raw.sqlite3_bind_int64(statement, parameter, value), database);

    public void Bind(int parameter, double value) => SqliteError.Check(raw.sqlite3_bind_double(statement, parameter, value), database);

    /// <summary>Binds TEXT, given as UTF-8.</summary>
    public void BindText(int parameter, ReadOnlySpan<byte> value)
        // No bytes are no pointer, which SQLite takes for NULL.
        => SqliteError.Check(value.IsEmpty ? raw.sqlite3_bind_text(statement, parameter, "") : raw.sqlite3_bind_text(statement, parameter, value), database);

    public void BindBlob(int parameter, ReadOnlySpan<byte> value)
        => SqliteError.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, value), database);

    public SqliteStorage Type(int column) => (SqliteStorage)SqliteNative.ColumnType(pointer, column);

    public long Int64(int column) => SqliteNative.ColumnInt64(pointer, column);

    public double Double(int column) => SqliteNative.ColumnDouble(pointer, column);

    /// <summary>A BLOB's bytes, or a TEXT's where the database is UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        // sqlite.org/c3ref/column_blob.html: the pointer first, then the length.
        var bytes = SqliteNative.ColumnBlob(pointer, column);
        return new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnBytes(pointer, column));
    }

    /// <summary>A TEXT's UTF-8 bytes, not checked where the database is UTF-8; false where UTF-16 text has no UTF-8 form.</summary>
    public bool TryText(int column, out ReadOnlySpan<byte> text)
    {
        if (IsUtf16) return TryConvert(column, out text);
        text = Bytes(column);
        return true;
    }

    /// <summary>A TEXT for showing: what is not valid in it is replaced.</summary>
    public string Text(int column)
    {
        _ = TryText(column, out var text);
        return Encoding.UTF8.GetString(text);
    }

    public void Dispose() => statement.Dispose();

    private bool TryConvert(int column, out ReadOnlySpan<byte> text)
    {
        var characters = SqliteNative.ColumnText16(pointer, column);
        var length = SqliteNative.ColumnBytes16(pointer, column) / sizeof(char);
        if (utf8.Length < length * 3L) utf8 = new byte[Math.Min(Array.MaxLength, length * 3L)];
        var status = Utf8.FromUtf16(
            new ReadOnlySpan<char>(characters, length), utf8, out _, out var written, replaceInvalidSequences: false);
        text = utf8.AsSpan(0, written);
        return status == OperationStatus.Done;
    }
}
