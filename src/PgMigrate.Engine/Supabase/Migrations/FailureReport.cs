using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Supabase;

/// <summary>Says where and why a file failed, and what was and was not applied. Pure.</summary>
internal sealed partial record FailureReport(PlannedFile File, FileFailure Failure)
{
    /// <summary>The files of this run that were applied before.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>The files that would have come next.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Whether they are run in spite of the failure.</summary>
    public bool Continues { get; init; }

    /// <summary>Whether the server is gone, so that nothing more can be run.</summary>
    public bool IsLost => CopyErrors.IsConnectionFailure(Failure.Error);

    private PostgresException? Server => Failure.Error as PostgresException;

    private string? Masked => Failure.Statement is { } statement ? MaskedStatement.Of(statement.Text) : null;

    public MigrationException ToException()
    {
        var (id, category) = IsLost ? ("ConnectionLost", MigrationErrorCategory.ConnectionError) : ("MigrationFailed", MigrationErrorCategory.InvalidOperation);
        return new(id, category, Message(), Failure.Error)
        {
            Subject = File.Path,
            Remedy = FailureRemedy.Of(this),
            SqlState = Server?.SqlState,
            Detail = Server?.Detail,
            Hint = Server?.Hint,
            Statement = Masked,
            Where = Server?.Where,
        };
    }

    public SupabaseMigrationResult ToResult(TimeSpan elapsed)
    {
        var error = ToException();
        return File.ToResult(SupabaseMigrationOutcome.Failed) with
        {
            StatementsApplied = Failure.Staying,
            RanInTransaction = Failure.WasInTransaction,
            Elapsed = elapsed,
            ErrorMessage = error.Message,
            Line = Line,
            SqlState = error.SqlState,
            Hint = error.Hint,
            Statement = error.Statement,
            Error = error,
        };
    }

    /// <summary>The line that the server points at, or a row's of COPY; the statement's first where it points at none.</summary>
    private int? Line
    {
        get
        {
            if (Failure.Statement is not { } statement) return null;
            if (statement.Rows is not null && CopyLine().Match(Server?.Where ?? "") is { Success: true } row)
            {
                return statement.RowsLine + int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture) - 1;
            }

            return new SqlStatement(statement.Text, 0, statement.Line).LineAt(Server?.Position ?? 0);
        }
    }

    private string Message()
    {
        var message = new StringBuilder(File.File);
        if (Line is { } line) message.Append(CultureInfo.InvariantCulture, $", line {line}");
        message.Append(": ").Append((Server?.MessageText ?? Failure.Error.Message).TrimEnd('.'));
        if (Server is { } server) message.Append(CultureInfo.InvariantCulture, $" (SQLSTATE {server.SqlState})");
        message.Append('.');
        if (Masked is { } statement) message.Append('\n').Append(SqlExcerpt.At(statement, Server?.Position ?? 0));
        if (Server?.Hint is { } hint) message.Append("\nHint: ").Append(hint);
        return message.Append('\n').Append(What()).ToString();
    }

    private string What()
    {
        var said = new List<string> { Own() };
        if (Before.Count > 0) said.Add($"Applied before it, and staying: {string.Join(", ", Before)}.");
        if (After.Count > 0 && (IsLost || !Continues)) said.Add($"Not run: {string.Join(", ", After)}.");
        return string.Join(' ', said);
    }

    private string Own() => Failure switch
    {
        { WasInTransaction: true, Phase: FilePhase.Commit } when Server is null =>
            $"Whether {File.File} was committed is not known: its history tells, and a file is in it wholly or not at all.",
        { WasInTransaction: true } => $"Nothing of {File.File} was applied.",
        { Phase: FilePhase.Record } => $"All of {File.File} was applied, and it could not be recorded.",
        { Staying: 0 } => $"Nothing of {File.File} was applied.",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"Of {File.File}, which runs without a transaction, {Failure.Staying} of {File.Script.Statements.Count} statements were applied and stay, up to line {LastLine}."),
    };

    private int LastLine => File.Script.Statements[Failure.Staying - 1].Line;

    [GeneratedRegex(@"^COPY .*, line (\d+)")]
    private static partial Regex CopyLine();
}
