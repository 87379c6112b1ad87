namespace PgMigrate.Engine.Archives;

/// <summary>What one step of decoding took and gave.</summary>
/// <param name="Consumed">The bytes of the input that were taken.</param>
/// <param name="Produced">The bytes of the output that were written.</param>
/// <param name="IsAtEnd">Whether a frame has ended there.</param>
internal readonly record struct FrameStep(int Consumed, int Produced, bool IsAtEnd);
