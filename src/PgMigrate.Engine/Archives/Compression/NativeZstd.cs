using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>The system's Zstandard library, where there is one: what compression needs of it (zstd.h).</summary>
internal static unsafe class NativeZstd
{
    private const int CompressionLevel = 100;
    private const int ChecksumFlag = 201;

    /// <summary>ZSTD_e_continue.</summary>
    public const int Continue = 0;

    /// <summary>ZSTD_e_end.</summary>
    public const int End = 2;

    private static readonly Lazy<nint> Loaded = new(() => NativeCompression.Load("libzstd.so.1", "libzstd.1.dylib", "libzstd.dll"));

    /// <exception cref="MigrationException">CompressionUnavailable.</exception>
    public static void Require()
    {
        if (Loaded.Value == 0) throw NativeCompression.Unavailable(ArchiveCompression.Zstd, "libzstd");
    }

    /// <summary>A context for one frame with a checksum; free it with <see cref="Free"/>.</summary>
    public static nint Create(int level)
    {
        var context = ((delegate* unmanaged[Cdecl]<nint>)Function("ZSTD_createCCtx"))();
        if (context == 0) throw new InsufficientMemoryException();
        var set = (delegate* unmanaged[Cdecl]<nint, int, int, nuint>)Function("ZSTD_CCtx_setParameter");
        Check(set(context, CompressionLevel, level));
        Check(set(context, ChecksumFlag, 1));
        return context;
    }

    public static void Free(nint context) => _ = ((delegate* unmanaged[Cdecl]<nint, nuint>)Function("ZSTD_freeCCtx"))(context);

    /// <summary>Compresses; returns the bytes taken, the bytes written, and how many are still to come out at the least.</summary>
    public static (int Taken, int Written, long Remaining) Compress(nint context, ReadOnlySpan<byte> input, Span<byte> output, int operation)
    {
        fixed (byte* from = input, to = output)
        {
            var source = new Buffer { Bytes = from, Size = (nuint)input.Length };
            var target = new Buffer { Bytes = to, Size = (nuint)output.Length };
            var remaining = Check(((delegate* unmanaged[Cdecl]<nint, Buffer*, Buffer*, int, nuint>)Function("ZSTD_compressStream2"))(
                context, &target, &source, operation));
            return ((int)source.Position, (int)target.Position, (long)remaining);
        }
    }

    private static nint Function(string name) => NativeLibrary.GetExport(Loaded.Value, name);

    private static nuint Check(nuint result)
    {
        if (((delegate* unmanaged[Cdecl]<nuint, uint>)Function("ZSTD_isError"))(result) == 0) return result;
        throw NativeCompression.Failed(
            ArchiveCompression.Zstd, Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nuint, nint>)Function("ZSTD_getErrorName"))(result)));
    }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }
}
