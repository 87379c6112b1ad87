namespace PgMigrate.Engine.Archives;

/// <summary>How hard the encoder looks for matches.</summary>
/// <param name="Depth">How many candidates it looks at.</param>
/// <param name="Nice">A match so long is taken without looking for a longer one.</param>
/// <param name="Lazy">After a match that is shorter, it looks for a longer one at the next byte.</param>
/// <param name="Good">After one so long, it looks there at fewer candidates.</param>
internal readonly record struct DeflateEffort(int Depth, int Nice, int Lazy, int Good)
{
    private static readonly DeflateEffort[] Efforts =
    [
        new(2, 16, 0, 4), new(4, 24, 0, 4), new(8, 32, 0, 4), new(12, 32, 8, 6), new(16, 48, 16, 8),
        new(32, 96, 32, 8), new(80, 128, 64, 16), new(250, 258, 128, 32), new(1000, 258, 258, 64),
    ];

    /// <summary>Of a level from 1 to 9, of which 6 is the usual.</summary>
    public static DeflateEffort Of(int level) => Efforts[level - 1];
}
