using Microsoft.Data.Sqlite;

namespace PgMigrate.Engine.Journal;

/// <summary>What is wrong with a journal's file, and what to do now.</summary>
internal static class JournalFileErrors
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private const string BeginAnew = "Restore it from a copy, or remove it and copy anew with -Mode Truncate.";

    public static MigrationException Translate(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        Busy or Locked => new(
            "JournalLocked", MigrationErrorCategory.ResourceBusy, $"Another run holds the journal '{path}'.", error)
        {
            Subject = path,
            Remedy = "Wait until that run has ended, or name another file with -JournalPath.",
        },
        NotADatabase => NotAJournal(path, error),
        // A statement that the file's tables do not fit.
        Error or Corrupt => Damaged(path, error.Message, error),
        ReadOnly or CannotOpen => NotWritable(path, error),
        // Among them a full disk: no table can go on, and what has not committed is rolled back.
        _ => new("JournalNotWritten", MigrationErrorCategory.ResourceUnavailable, $"The journal '{path}' can't be written: {error.Message}", error)
        {
            Subject = path,
            Remedy = "See to it that the disk has room and works, then run again with -Resume.",
        },
    };

    public static MigrationException NotWritable(string path, Exception error) => new(
        "JournalNotWritable", MigrationErrorCategory.PermissionDenied, $"The journal '{path}' can't be opened for writing: {error.Message}", error)
    {
        Subject = path,
        Remedy = "Name with -JournalPath a file that you may write, in a folder that exists.",
    };

    public static MigrationException NotAJournal(string path, Exception? error = null) => new(
        "NotAJournal", MigrationErrorCategory.InvalidData, $"'{path}' is not a journal of PgMigrate's.", error)
    {
        Subject = path,
        Remedy = "Name the journal's file, or one that is not there yet, with -JournalPath.",
    };

    public static MigrationException TooNew(string path) => new(
        "JournalTooNew", MigrationErrorCategory.InvalidData, $"The journal '{path}' was written by a later version of PgMigrate.")
    {
        Subject = path,
        Remedy = "Continue with that version, or name another file with -JournalPath.",
    };

    public static MigrationException Damaged(string path, string why, Exception? error = null) => new(
        "JournalDamaged", MigrationErrorCategory.InvalidData, $"The journal '{path}' is damaged: {why.TrimEnd('.')}.", error)
    {
        Subject = path,
        Remedy = BeginAnew,
    };

    public static MigrationException Lost(string path, string table, string what) => new(
        "JournalLost", MigrationErrorCategory.InvalidOperation, $"The journal '{path}' {what}.")
    {
        Subject = table,
        Remedy = "Copy anew with -Restart and a -Mode that says what shall become of the rows that are there.",
    };

    public static MigrationException OfAnother(string path, DestinationIdentity owner, DestinationIdentity destination) => new(
        "JournalOfAnotherDestination",
        MigrationErrorCategory.InvalidArgument,
        owner.Name != destination.Name
            ? $"The journal '{path}' belongs to {owner.Name}, not to {destination.Name}."
            : $"The journal '{path}' belongs to another database that was reached as {owner.Name}, before this one was made.")
    {
        Subject = path,
        Remedy = "Name another file with -JournalPath, or the destination as it was named when the journal was begun.",
    };

    public static MigrationException Outdated(string path, DestinationIdentity destination) => new(
        "JournalOutdated",
        MigrationErrorCategory.InvalidOperation,
        $"The server of {destination.Name} was restored or failed over since the journal '{path}' was begun: what had arrived may be gone.")
    {
        Subject = path,
        Remedy = "Name another file with -JournalPath and copy anew with -Mode Truncate.",
    };

    public static MigrationException OutcomeUnknown(string path, string what, TransactionOutcome outcome) => new(
        "ChunkOutcomeUnknown",
        MigrationErrorCategory.InvalidOperation,
        outcome == TransactionOutcome.InProgress
            ? $"The destination has neither committed nor rolled back yet what an earlier run brought of {what}."
            : $"A run ended while it committed a part of {what}, and the destination no longer knows whether that part is there.")
    {
        Subject = what,
        Remedy = outcome == TransactionOutcome.InProgress
            ? $"End that transaction at the destination, then run again with -Resume and the journal '{path}'."
            : "Copy anew with -Restart -Mode Truncate.",
    };
}
