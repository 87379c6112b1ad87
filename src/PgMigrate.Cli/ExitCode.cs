namespace PgMigrate.Cli;

/// <summary>What the process says to the script that called it.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>
    /// The work was done, and not everything is as it should be: a table failed, rows were rejected, or the two ends differ.
    /// </summary>
    public const int Different = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int BadUsage = 2;

    /// <summary>The work was not done: the message says why and what to do.</summary>
    public const int Failed = 3;

    /// <summary>An assessment found what must be seen to before a migration.</summary>
    public const int NotReady = 4;

    /// <summary>An error that PgMigrate does not understand (sysexits.h: EX_SOFTWARE).</summary>
    public const int Unexpected = 70;

    /// <summary>Ended by Ctrl+C, after cleaning up.</summary>
    public const int Interrupted = 130;
}
