using System.Text;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.CopyBack;

/// <summary>A value as SQLite is given it. A column's affinity may make another of it.</summary>
internal readonly record struct SqliteValue
{
    private readonly SqliteStorage storage;
    private readonly long integer;
    private readonly double real;
    private readonly byte[] bytes;

    private SqliteValue(SqliteStorage storage, long integer, double real, byte[] bytes) => (this.storage, this.integer, this.real, this.bytes) = (storage, integer, real, bytes);

    public static SqliteValue Of(long value) => new(SqliteStorage.Integer, value, 0, []);

    public static SqliteValue Of(double value) => new(SqliteStorage.Real, 0, value, []);

    public static SqliteValue Text(string value) => new(SqliteStorage.Text, 0, 0, Encoding.UTF8.GetBytes(value));

    public static SqliteValue Text(ReadOnlySpan<byte> value) => new(SqliteStorage.Text, 0, 0, value.ToArray());

    public static SqliteValue Blob(ReadOnlySpan<byte> value) => new(SqliteStorage.Blob, 0, 0, value.ToArray());

    public void Bind(SqliteStatement statement, int parameter)
    {
        switch (storage)
        {
            case SqliteStorage.Integer: statement.Bind(parameter, integer); break;
            case SqliteStorage.Real: statement.Bind(parameter, real); break;
            case SqliteStorage.Text: statement.BindText(parameter, bytes); break;
            default: statement.BindBlob(parameter, bytes); break;
        }
    }
}
