using System.Globalization;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Recognises SQLite's date and time functions, and what people compute from them (SQLite, "Date And Time Functions").</summary>
internal sealed class InstantReader(ExpressionTranslator translator)
{
    private static readonly Dictionary<string, InstantForm> Functions = new()
    {
        ["datetime"] = InstantForm.DateAndTime,
        ["date"] = InstantForm.Date,
        ["time"] = InstantForm.Time,
        ["unixepoch"] = InstantForm.EpochSeconds,
        ["julianday"] = InstantForm.JulianDay,
    };

    /// <summary>The point in time, or null where the expression is none.</summary>
    /// <exception cref="UntranslatableException">It is one, of a sort that is not known.</exception>
    public Instant? Read(SqliteNode node) => node switch
    {
        SqliteNode.Literal { Kind: SqliteTokenKind.Word, Text: "CURRENT_TIMESTAMP" } => Now(InstantForm.DateAndTime),
        SqliteNode.Literal { Kind: SqliteTokenKind.Word, Text: "CURRENT_DATE" } => Now(InstantForm.Date),
        SqliteNode.Literal { Kind: SqliteTokenKind.Word, Text: "CURRENT_TIME" } => Now(InstantForm.Time),
        SqliteNode.Call { Function: "strftime", Arguments.Count: > 0 } call => ReadFormat(call),
        SqliteNode.Call call when Functions.TryGetValue(call.Function, out var form) => ReadValue(call.Function, call.Arguments, form),
        SqliteNode.Call { Function: "round", Arguments.Count: 1 } call => ReadNumber(call.Arguments[0]),
        SqliteNode.Cast cast when DeclaredType.AffinityOf(cast.Type) is SqliteAffinity.Integer or SqliteAffinity.Numeric =>
            ReadNumber(cast.Operand),
        SqliteNode.Binary binary => ReadArithmetic(binary),
        _ => null,
    };

    private Instant? ReadNumber(SqliteNode node) =>
        node is SqliteNode.Call or SqliteNode.Binary
            && Read(node) is { Form: InstantForm.EpochSeconds or InstantForm.EpochMilliseconds } instant
            ? instant
            : null;

    private static Instant Now(InstantForm form) => new("(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')", form) { IsNow = true, IsPlainNow = true };

    private Instant? ReadFormat(SqliteNode.Call call)
    {
        if (translator.Resolve(call.Arguments[0]) is not SqliteNode.Literal { Kind: SqliteTokenKind.String } format) return null;
        var form = format.Text switch
        {
            "%s" => InstantForm.EpochSeconds,
            "%J" => InstantForm.JulianDay,
            "%Y-%m-%d" or "%F" => InstantForm.Date,
            "%H:%M:%S" or "%T" => InstantForm.Time,
            _ when IsFullTimestamp(format.Text) => InstantForm.DateAndTime,
            _ => InstantForm.Format,
        };
        return ReadValue("strftime", call.Arguments.Skip(1).ToList(), form) is { } instant ? instant with { Format = format.Text } : null;
    }

    private static bool IsFullTimestamp(string format) =>
        format.Replace('T', ' ').TrimEnd('Z') is "%Y-%m-%d %H:%M:%S" or "%Y-%m-%d %H:%M:%f" or "%Y-%m-%d %H:%M" or "%F %T";

    private Instant? ReadValue(string function, IReadOnlyList<SqliteNode> arguments, InstantForm form)
    {
        var modifiers = arguments.Skip(1).Select(argument => TextOf(argument)?.ToLowerInvariant()
            ?? throw new UntranslatableException($"a modifier of {function}() is no literal")).ToList();
        if (arguments.Count == 0 || TextOf(arguments[0])?.Equals("now", StringComparison.OrdinalIgnoreCase) == true)
        {
            var isLocal = modifiers.Remove("localtime");
            var now = isLocal ? new Instant("LOCALTIMESTAMP", form) { IsNow = true } : Now(form);
            return Modify(now, modifiers, function);
        }

        var timestamp = ColumnTimestamp(translator.Resolve(arguments[0]), modifiers);
        return timestamp is null ? null : Modify(new Instant(timestamp, form), modifiers, function);
    }

    private string? TextOf(SqliteNode node) =>
        translator.Resolve(node) is SqliteNode.Literal { Kind: SqliteTokenKind.String } literal ? literal.Text : null;

    /// <summary>The column's value as a timestamp in UTC, where the function reads the column as its rows were written.</summary>
    private string? ColumnTimestamp(SqliteNode node, List<string> modifiers)
    {
        var isDivided = node is SqliteNode.Binary { Operator: "/", Right: SqliteNode.Literal { Text: "1000" or "1000.0" } };
        if (node is SqliteNode.Binary { Operator: "/" } division && isDivided) node = translator.Resolve(division.Left);
        if (node is not SqliteNode.Name name) return null;
        var column = translator.Translate(name);
        var isEpoch = modifiers.Remove("unixepoch");
        return (column.Column?.Conversion, isEpoch, isDivided) switch
        {
            (ValueConversion.IsoDate, false, false) => $"{column.Operand}::timestamp",
            (ValueConversion.IsoTimestamp, false, false) => column.Operand,
            (ValueConversion.IsoTimestampTz or ValueConversion.JulianDay, false, false) => $"({column.Operand} AT TIME ZONE 'UTC')",
            (ValueConversion.EpochSeconds, true, false) or (ValueConversion.EpochMilliseconds, true, true) =>
                $"({column.Operand} AT TIME ZONE 'UTC')",
            _ => null,
        };
    }

    private static Instant Modify(Instant instant, List<string> modifiers, string function)
    {
        foreach (var modifier in modifiers)
        {
            if (modifier is "subsec" or "subsecond") continue;
            instant = instant with { Timestamp = $"({Modified(instant.Timestamp, modifier, function)})", IsPlainNow = false };
        }

        return instant;
    }

    private static string Modified(string timestamp, string modifier, string function)
    {
        var words = modifier.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["start", "of", "day" or "month" or "year"]) return $"date_trunc('{words[2]}', {timestamp})";

        // Months and years overflow differently: 31 January and a month is 3 March in SQLite.
        return words is [var count, "day" or "days" or "hour" or "hours" or "minute" or "minutes" or "second" or "seconds"]
            && double.TryParse(count, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? $"{timestamp} + interval '{count} {words[1]}'"
            : throw new UntranslatableException($"the modifier '{modifier}' of {function}() has no certain translation");
    }

    private Instant? ReadArithmetic(SqliteNode.Binary binary)
    {
        if (binary.Right is not SqliteNode.Literal { Kind: SqliteTokenKind.Integer or SqliteTokenKind.Real } literal) return null;
        if (binary.Operator is not ("*" or "+" or "-") || binary.Left is SqliteNode.Name or SqliteNode.Literal) return null;
        if (Read(binary.Left) is not { } left) return null;
        var number = double.TryParse(literal.Text, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        return (left.Form, binary.Operator, number) switch
        {
            (InstantForm.JulianDay, "-", 2440587.5) => left with { Form = InstantForm.EpochDays },
            (InstantForm.EpochDays, "*", 86400) => left with { Form = InstantForm.EpochSeconds },
            (InstantForm.EpochDays, "*", 86400000) => left with { Form = InstantForm.EpochMilliseconds },
            (InstantForm.EpochSeconds, "*", 1000) => left with { Form = InstantForm.EpochMilliseconds },
            (InstantForm.EpochSeconds, "+" or "-", _) when literal.Kind == SqliteTokenKind.Integer => left with
            {
                Timestamp = $"({left.Timestamp} {binary.Operator} interval '{literal.Text} seconds')",
                IsPlainNow = false,
            },
            _ => null,
        };
    }
}
