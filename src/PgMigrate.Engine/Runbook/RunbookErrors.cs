namespace PgMigrate.Engine.Runbook;

/// <summary>Why a whole migration is not begun, not gone on with, or not undone.</summary>
internal static class RunbookErrors
{
    public static MigrationException PlanInvalid(string origin, string why, Exception? cause) => new(
        "MigrationPlanInvalid", MigrationErrorCategory.InvalidArgument, $"{origin}: {why.TrimEnd('.')}.", cause)
    {
        Subject = origin,
        Remedy = "Correct it: the settings are the parameters of Start-DatabaseMigration, by their names.",
    };

    public static MigrationException SourceUnsuitable(DatabaseEndpoint source) => new(
        "SourceNotDatabase", MigrationErrorCategory.InvalidArgument, $"A migration begins with a database, and {source} is an archive.")
    {
        Subject = source.ToString(),
        Remedy = "Import it with Import-PgDatabase.",
    };

    public static MigrationException SameDatabase(DatabaseEndpoint source, DatabaseEndpoint destination) => new(
        "SameDatabase", MigrationErrorCategory.InvalidArgument, $"{source} and {destination} are one database.")
    {
        Subject = destination.ToString(),
        Remedy = "Name another database as the destination.",
    };

    public static MigrationException StopTooLate(MigrationStepName step) => new("ParametersConflict", MigrationErrorCategory.InvalidArgument, $"-StopBefore {step} comes too late: that step is over.")
    {
        Subject = "StopBefore",
        Remedy = "Name a step that is still to come, or leave -StopBefore out.",
    };

    public static MigrationException Unfinished(RunbookState earlier) => new(
        "MigrationUnfinished", MigrationErrorCategory.InvalidOperation, $"The migration that began at {earlier.StartedAt:u} is {Stand(earlier.Status)}.")
    {
        Subject = earlier.Source,
        Remedy = "Continue it with Resume-DatabaseMigration, go back with Undo-DatabaseMigration, or forget it and start anew with -Restart.",
    };

    public static MigrationException StillSwitched(RunbookState earlier) => new(
        "MigrationSwitched", MigrationErrorCategory.InvalidOperation, $"The migration that began at {earlier.StartedAt:u} has given the program the new database, and that holds.")
    {
        Subject = earlier.Source,
        Remedy = "Go back with Undo-DatabaseMigration first; starting anew would drop what the program works with.",
    };

    public static MigrationException SwitchBegun(RunbookState state) => new(
        "SwitchBegun", MigrationErrorCategory.InvalidOperation, "The switch was interrupted when places of the program had the new database already, and cannot be left out.")
    {
        Subject = state.Source,
        Remedy = "Resume without -Skip Switch, or go back with Undo-DatabaseMigration.",
    };

    public static MigrationException GoingBack(RunbookState state) => new(
        "MigrationGoingBack", MigrationErrorCategory.InvalidOperation, $"The migration that began at {state.StartedAt:u} is being undone: places of the program have the old database again, or the new one is kept from being written to.")
    {
        Subject = state.Source,
        Remedy = "Go all the way back with Undo-DatabaseMigration.",
    };

    public static MigrationException NotFound(string where) => new("MigrationNotFound", MigrationErrorCategory.ObjectNotFound, $"{where} remembers no such migration.")
    {
        Subject = where,
        Remedy = "Name the same ends, and -JournalPath where the migration was started with one.",
    };

    public static MigrationException NothingToResume(RunbookState state) => new(
        "MigrationEnded", MigrationErrorCategory.InvalidOperation, $"The migration that began at {state.StartedAt:u} is {Stand(state.Status)}: there is nothing to resume.")
    {
        Subject = state.Source,
        Remedy = state.Status == DatabaseMigrationStatus.Completed ? "Go back with Undo-DatabaseMigration if it is not to hold." : "Start it anew with Start-DatabaseMigration -Restart.",
    };

    public static MigrationException JournalUnusable(string path, string why, Exception? cause) => new(
        "MigrationJournalUnusable", MigrationErrorCategory.ReadError, $"'{path}' cannot be used as the migration's journal: {why.TrimEnd('.')}.", cause)
    {
        Subject = path,
        Remedy = "Name another file with -JournalPath.",
    };

    public static MigrationException JournalDamaged(string destination, Exception cause) => new(
        "MigrationJournalUnusable", MigrationErrorCategory.ReadError, $"The table pgmigrate.runbooks of {destination} holds what this version does not understand: {cause.Message.TrimEnd('.')}.", cause)
    {
        Subject = destination,
        Remedy = "Use the version that the migration was begun with, or name another journal with -JournalPath.",
    };

    /// <param name="verdict">The comparison's verdict.</param>
    /// <param name="differences">What differs, as far as it is known.</param>
    public static MigrationException NotProven(MigrationIntegrity verdict, IReadOnlyList<string> differences) => new(
        "MigrationNotProven", MigrationErrorCategory.InvalidData,
        $"The ends differ: {verdict} ({string.Join("; ", differences.Take(3))}{(differences.Count > 3 ? "; …" : "")}).")
    {
        Subject = verdict.Destination,
        Remedy = "Look at the differences with Test-MigrationIntegrity; rows that were written meanwhile come with Start-DatabaseMigration -Restart -Fence.",
    };

    public static MigrationException SourceWritten(string source, MigrationIntegrity verdict) => new(
        "SourceWritten", MigrationErrorCategory.InvalidData, $"The source was written to after its rows were copied: {verdict}.")
    {
        Subject = source,
        Remedy = "Start anew with -Restart -Fence, so that nothing is written meanwhile.",
    };

    public static MigrationException OldWritten(string source, long rows, IReadOnlyList<string> tables) => new(
        "SourceWritten", MigrationErrorCategory.InvalidOperation,
        $"{rows} rows of the old database were written since both ends were compared, and copying back would take them away: {string.Join(", ", tables.Take(5))}{(tables.Count > 5 ? ", …" : "")}.")
    {
        Subject = source,
        Remedy = "Bring them to the new database first, or add -Force to lose them.",
    };

    public static MigrationException DestinationWritten(string destination, long? rows) => new(
        "DestinationWritten", MigrationErrorCategory.InvalidOperation,
        rows is { } known ? $"{known} rows of the destination were written since the switch, and the old database does not have them." : "Nobody can tell whether the destination was written to since the switch.")
    {
        Subject = destination,
        Remedy = "Add -CopyBack to bring them to the old database first, or -Force to leave them.",
    };

    /// <param name="source">The source.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="cause">What kept it from being reached.</param>
    /// <param name="hasJournal">Whether the journal is elsewhere.</param>
    public static MigrationException DestinationGone(DatabaseEndpoint source, DatabaseEndpoint destination, MigrationException cause, bool hasJournal) => new(
        "DestinationUnreachable", cause.Category, $"{destination} cannot be reached, and nobody can tell what was written to it since the program was given it: {cause.Message}", cause)
    {
        Subject = destination.ToString(),
        Remedy = hasJournal
            ? "Undo when it can be reached, or with -Force and without -CopyBack: the program gets its old database again, and what was written to the new one stays there."
            : $"Undo when it can be reached, for its journal is there, too; or switch back with Restore-DatabaseUrl{(source.Kind == DatabaseKind.Sqlite ? "" : $", and where the old database is still fenced run there: {Free(source)}")}.",
    };

    public static MigrationException NotCopiedBack(MigrationIntegrity verdict) => new("CopyBackNotProven", MigrationErrorCategory.InvalidData, $"The rows were copied back, and the ends still differ: {verdict}.")
    {
        Subject = verdict.Source,
        Remedy = "The program keeps the new database: look at the differences with Test-MigrationIntegrity, and try again.",
    };

    public static MigrationException NotHealthy(MigrationHealth health, int seconds) => new(
        "HealthCheckFailed", MigrationErrorCategory.OperationTimeout,
        $"The program was not well within {seconds} s: {health.Errors} of {health.Attempts} answers of {health.Uri} were bad ({health.Log.LastOrDefault(one => one.Error is not null)?.Error ?? "no answer"}).")
    {
        Subject = health.Uri,
        Remedy = "Look at the program's logs, then resume, or go back with Undo-DatabaseMigration.",
    };

    public static MigrationException LogUnreadable(string path, Exception cause) => new("LogNotReadable", MigrationErrorCategory.ReadError, $"The log '{path}' cannot be read: {cause.Message}", cause)
    {
        Subject = path,
        Remedy = "Correct -LogPath, or the rights on the file.",
    };

    public static MigrationException FenceNotPermitted(DatabaseEndpoint database, Exception cause) => new(
        "FenceNotPermitted", MigrationErrorCategory.PermissionDenied, $"The role may not keep {database} from being written to: that is its owner's right.", cause)
    {
        Subject = database.ToString(),
        Remedy = "Connect as the database's owner, or leave -Fence out and stop the program meanwhile.",
    };

    public static MigrationException StandbyNotFenced(DatabaseEndpoint database) => new(
        "FenceNotPermitted", MigrationErrorCategory.InvalidOperation, $"{database} is a standby: programs write to its primary, and a fence belongs there.")
    {
        Subject = database.ToString(),
        Remedy = "Name the primary, or leave -Fence out and stop the program meanwhile.",
    };

    public static MigrationException FenceNotTight(DatabaseEndpoint database, string sessions) => new(
        "FenceNotTight", MigrationErrorCategory.ResourceBusy, $"Sessions that may still write to {database} cannot be ended: {sessions}.")
    {
        Subject = database.ToString(),
        Remedy = "End them (a prepared transaction with COMMIT PREPARED or ROLLBACK PREPARED), or connect as a role that may (pg_signal_backend).",
    };

    public static MigrationException FenceStuck(DatabaseEndpoint database, Exception cause) => new(
        "FenceNotLowered", MigrationErrorCategory.ConnectionError, $"{database} is still kept from being written to, and could not be freed: {cause.Message}", cause)
    {
        Subject = database.ToString(),
        Remedy = $"Resume or undo the migration when the database can be reached, or run there: {Free(database)}.",
    };

    public static MigrationException PlacesMissing(IEnumerable<string> places) => new(
        "SwitchTargetMissing", MigrationErrorCategory.InvalidArgument, $"The migration is about {string.Join(", ", places)} too, whose tokens and scripts the journal does not keep.")
    {
        Remedy = "Name these places again with -SwitchTarget.",
    };

    public static MigrationException ApplicationMissing(string application) => new(
        "ApplicationDatabaseMissing", MigrationErrorCategory.InvalidArgument, $"The program is to be given {application}, whose password the journal does not keep.")
    {
        Subject = application,
        Remedy = "Name it again with -ApplicationDatabase.",
    };

    public static MigrationException HealthUriMissing(Uri address) => new(
        "HealthUriMissing", MigrationErrorCategory.InvalidArgument, $"The program is to be asked at {address} and more, which the journal does not keep.")
    {
        Subject = address.ToString(),
        Remedy = "Name the whole address again with -HealthUri.",
    };

    public static MigrationException PlanHoldsPassword(string origin, string setting) => new(
        "MigrationPlanInvalid", MigrationErrorCategory.SecurityError, $"{origin}: {setting} holds a password, and others see a plan.")
    {
        Subject = origin,
        Remedy = "Write env:NAME or dotenv:PATH#NAME in its place.",
    };

    public static MigrationException EndMissing(string name) => new("MigrationEndMissing", MigrationErrorCategory.InvalidArgument, $"Neither the command nor the plan names the {name.ToLowerInvariant()}.")
    {
        Subject = name,
        Remedy = $"Name it with -{name}, or in the plan.",
    };

    public static MigrationException OtherDatabase(DatabaseEndpoint application, DatabaseEndpoint destination) => new(
        "SwitchNotProven", MigrationErrorCategory.InvalidArgument, $"{application} is not the database that the rows were brought to: {destination} is.")
    {
        Subject = application.ToString(),
        Remedy = "Give with -ApplicationDatabase another address of the same database.",
    };

    /// <param name="why">What was thrown, without secrets.</param>
    /// <param name="cause">The exception.</param>
    public static MigrationException Unexpected(string why, Exception cause) => new("MigrationFailed", MigrationErrorCategory.NotSpecified, $"It failed unexpectedly: {why.TrimEnd('.')}.", cause)
    {
        Remedy = "Go on with Resume-DatabaseMigration, or go back with Undo-DatabaseMigration.",
    };

    /// <summary>The statements that take a fence down by hand, from behind it, too.</summary>
    public static string Free(DatabaseEndpoint database) => $"BEGIN READ WRITE; ALTER DATABASE {SqlText.Identifier(database.Database)} RESET default_transaction_read_only; COMMIT";

    private static string Stand(DatabaseMigrationStatus status) => status switch
    {
        DatabaseMigrationStatus.Running => "not finished",
        DatabaseMigrationStatus.Stopped => "stopped before its end",
        DatabaseMigrationStatus.Failed => "not finished, because a step failed",
        DatabaseMigrationStatus.Completed => "completed",
        DatabaseMigrationStatus.RolledBack => "rolled back",
        _ => "undone",
    };
}
