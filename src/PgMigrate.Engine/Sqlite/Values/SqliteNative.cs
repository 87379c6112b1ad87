using System.Runtime.InteropServices;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// The functions that run once per row or value, bound straight to the chosen library: the provider's wrappers take and release
/// a safe handle around each call, which costs more than the call.
/// </summary>
internal static unsafe class SqliteNative
{
    public static readonly delegate* unmanaged[Cdecl]<nint, int> Step
        = (delegate* unmanaged[Cdecl]<nint, int>)Find("sqlite3_step");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> ColumnType
        = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)Find("sqlite3_column_type");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long> ColumnInt64
        = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long>)Find("sqlite3_column_int64");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double> ColumnDouble
        = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double>)Find("sqlite3_column_double");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*> ColumnBlob
        = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*>)Find("sqlite3_column_blob");

    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> ColumnBytes
        = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)Find("sqlite3_column_bytes");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, char*> ColumnText16
        = (delegate* unmanaged[Cdecl]<nint, int, char*>)Find("sqlite3_column_text16");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, int> ColumnBytes16
        = (delegate* unmanaged[Cdecl]<nint, int, int>)Find("sqlite3_column_bytes16");

    private static nint Find(string function) => NativeLibrary.GetExport(SqliteLibrary.Handle, function);
}
