using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>Decodes LZ4 frames with the system's library (LZ4 documentation, lz4frame.h).</summary>
internal sealed unsafe class Lz4Decoder : IFrameDecoder
{
    private const uint Version = 100;

    private nint context;

    public Lz4Decoder()
    {
        nint created;
        var code = Native.Create(&created, Version);
        if (Native.IsError(code) != 0) throw new InsufficientMemoryException(Native.Describe(code));
        context = created;
    }

    public FrameStep Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (consumed, produced) = ((nuint)input.Length, (nuint)output.Length);
        fixed (byte* from = input, to = output)
        {
            var code = Native.Decompress(context, to, &produced, from, &consumed, 0);
            if (Native.IsError(code) != 0) throw new InvalidDataException(Native.Describe(code));
            return new((int)consumed, (int)produced, code == 0);
        }
    }

    public void Dispose()
    {
        if (context != 0) Native.Free(context);
        context = 0;
    }

    /// <summary>The library's functions.</summary>
    private static class Native
    {
        public static readonly delegate* unmanaged[Cdecl]<nint*, uint, nuint> Create
            = (delegate* unmanaged[Cdecl]<nint*, uint, nuint>)Find("LZ4F_createDecompressionContext");

        public static readonly delegate* unmanaged[Cdecl]<nint, nuint> Free
            = (delegate* unmanaged[Cdecl]<nint, nuint>)Find("LZ4F_freeDecompressionContext");

        public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, nuint*, nint, nuint> Decompress
            = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, nuint*, nint, nuint>)Find("LZ4F_decompress");

        public static readonly delegate* unmanaged[Cdecl]<nuint, uint> IsError
            = (delegate* unmanaged[Cdecl]<nuint, uint>)Find("LZ4F_isError");

        private static readonly delegate* unmanaged[Cdecl]<nuint, nint> NameOf
            = (delegate* unmanaged[Cdecl]<nuint, nint>)Find("LZ4F_getErrorName");

        public static string Describe(nuint code) => Marshal.PtrToStringUTF8(NameOf(code)) ?? "";

        private static nint Find(string function) => NativeLibrary.GetExport(DecompressionLibrary.Lz4, function);
    }
}
