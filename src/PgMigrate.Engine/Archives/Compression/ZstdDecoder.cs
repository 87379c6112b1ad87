using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Decodes Zstandard frames with the system's library (Zstandard documentation, zstd.h). It refuses frames that need more than 128 MB at once,
/// as pg_restore does: that is the library's own limit.
/// </summary>
internal sealed unsafe class ZstdDecoder : IFrameDecoder
{
    private nint context = Native.Create();

    public ZstdDecoder()
    {
        if (context == 0) throw new InsufficientMemoryException();
    }

    public FrameStep Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* from = input, to = output)
        {
            var source = new Part { Bytes = from, Size = (nuint)input.Length };
            var target = new Part { Bytes = to, Size = (nuint)output.Length };
            var code = Native.Decompress(context, &target, &source);
            if (Native.IsError(code) != 0) throw new InvalidDataException(Native.Describe(code));
            return new((int)source.Position, (int)target.Position, code == 0);
        }
    }

    public void Dispose()
    {
        if (context != 0) Native.Free(context);
        context = 0;
    }

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer.</summary>
    private struct Part
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }

    /// <summary>The library's functions.</summary>
    private static class Native
    {
        public static readonly delegate* unmanaged[Cdecl]<nint> Create = (delegate* unmanaged[Cdecl]<nint>)Find("ZSTD_createDStream");

        public static readonly delegate* unmanaged[Cdecl]<nint, nuint> Free = (delegate* unmanaged[Cdecl]<nint, nuint>)Find("ZSTD_freeDStream");

        public static readonly delegate* unmanaged[Cdecl]<nint, Part*, Part*, nuint> Decompress
            = (delegate* unmanaged[Cdecl]<nint, Part*, Part*, nuint>)Find("ZSTD_decompressStream");

        public static readonly delegate* unmanaged[Cdecl]<nuint, uint> IsError = (delegate* unmanaged[Cdecl]<nuint, uint>)Find("ZSTD_isError");

        private static readonly delegate* unmanaged[Cdecl]<nuint, nint> NameOf = (delegate* unmanaged[Cdecl]<nuint, nint>)Find("ZSTD_getErrorName");

        public static string Describe(nuint code) => Marshal.PtrToStringUTF8(NameOf(code)) ?? "";

        private static nint Find(string function) => NativeLibrary.GetExport(DecompressionLibrary.Zstd, function);
    }
}
