namespace PgMigrate.Engine.Archives;

/// <summary>Decodes compressed frames, a step at a time.</summary>
internal interface IFrameDecoder : IDisposable
{
    /// <summary>Decodes as much as there is input and room for.</summary>
    /// <exception cref="InvalidDataException">It is no frame.</exception>
    FrameStep Decode(ReadOnlySpan<byte> input, Span<byte> output);
}
