using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>The system's LZ4 library, where there is one: what compression needs of its frame interface (lz4frame.h).</summary>
internal static unsafe class NativeLz4
{
    /// <summary>LZ4F_VERSION.</summary>
    private const uint Version = 100;

    private static readonly Lazy<nint> Loaded = new(() => NativeCompression.Load("liblz4.so.1", "liblz4.1.dylib", "liblz4.dll"));

    /// <exception cref="MigrationException">CompressionUnavailable.</exception>
    public static void Require()
    {
        if (Loaded.Value == 0) throw NativeCompression.Unavailable(ArchiveCompression.Lz4, "liblz4");
    }

    /// <summary>A context for one frame; free it with <see cref="Free"/>.</summary>
    public static nint Create()
    {
        nint context = 0;
        Check(((delegate* unmanaged[Cdecl]<nint*, uint, nuint>)Function("LZ4F_createCompressionContext"))(&context, Version));
        return context;
    }

    public static void Free(nint context) => _ = ((delegate* unmanaged[Cdecl]<nint, nuint>)Function("LZ4F_freeCompressionContext"))(context);

    /// <summary>The room that compressing so many bytes, or ending the frame, can take.</summary>
    public static int Bound(int length, in Preferences preferences)
    {
        fixed (Preferences* some = &preferences)
        {
            return (int)Check(((delegate* unmanaged[Cdecl]<nuint, Preferences*, nuint>)Function("LZ4F_compressBound"))((nuint)length, some));
        }
    }

    public static int Begin(nint context, Span<byte> output, in Preferences preferences)
    {
        fixed (byte* to = output)
        fixed (Preferences* some = &preferences)
        {
            return (int)Check(((delegate* unmanaged[Cdecl]<nint, byte*, nuint, Preferences*, nuint>)Function("LZ4F_compressBegin"))(
                context, to, (nuint)output.Length, some));
        }
    }

    public static int Update(nint context, ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* from = input, to = output)
        {
            return (int)Check(((delegate* unmanaged[Cdecl]<nint, byte*, nuint, byte*, nuint, void*, nuint>)Function("LZ4F_compressUpdate"))(
                context, to, (nuint)output.Length, from, (nuint)input.Length, null));
        }
    }

    public static int End(nint context, Span<byte> output)
    {
        fixed (byte* to = output)
        {
            return (int)Check(((delegate* unmanaged[Cdecl]<nint, byte*, nuint, void*, nuint>)Function("LZ4F_compressEnd"))(
                context, to, (nuint)output.Length, null));
        }
    }

    private static nint Function(string name) => NativeLibrary.GetExport(Loaded.Value, name);

    private static nuint Check(nuint result)
    {
        if (((delegate* unmanaged[Cdecl]<nuint, uint>)Function("LZ4F_isError"))(result) == 0) return result;
        throw NativeCompression.Failed(
            ArchiveCompression.Lz4, Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nuint, nint>)Function("LZ4F_getErrorName"))(result)));
    }

    /// <summary>LZ4F_preferences_t, of which all but these stay 0.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Preferences
    {
        public int BlockSize;
        public int BlockMode;
        public int ContentChecksum;
        public int FrameType;
        public ulong ContentSize;
        public uint DictionaryId;
        public int BlockChecksum;
        public int Level;
        public uint AutoFlush;
        public uint FavorDecompressionSpeed;
        public ReservedWords Reserved;
    }

    [InlineArray(3)]
    public struct ReservedWords
    {
        public uint First;
    }
}
