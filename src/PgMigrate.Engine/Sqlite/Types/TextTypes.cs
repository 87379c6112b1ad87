namespace PgMigrate.Engine.Sqlite;

/// <summary>Types for columns that are declared as text, BLOB, uuid or JSON, or not at all.</summary>
internal static class TextTypes
{
    /// <summary>PostgreSQL's limit on the n of varchar(n).</summary>
    private const int MaxLength = 10_485_760;

    public static TypeDecision DecideText(DeclaredType declared, SqliteColumnProfile profile)
    {
        if (profile.Values > 0)
        {
            if (profile.Texts < profile.Values - profile.Texts) return ByValues.Decide(profile, "declared as text");
            if (Infer(profile) is { } inferred) return inferred;
        }

        if (declared.Length is not { } length) return TypeDecision.Text;
        if (length is < 1 or > MaxLength)
        {
            return TypeDecision.Text.Because(FormattableString.Invariant($"PostgreSQL has no varchar({length})"));
        }

        return profile.MaxTextLength <= length
            ? TypeDecision.Text with { Type = FormattableString.Invariant($"character varying({length})") }
            : TypeDecision.Text.Because(
                FormattableString.Invariant($"text of {profile.MaxTextLength} characters is stored, which varchar({length}) cannot hold"));
    }

    public static TypeDecision DecideBlob(SqliteColumnProfile profile)
    {
        if (profile.Blobs >= profile.Values - profile.Blobs) return TypeDecision.Bytea;
        return ByValues.Decide(profile, "declared as BLOB");
    }

    /// <summary>The declared type where every value is valid for it.</summary>
    public static TypeDecision DecideChecked(TypeDecision declared, ValueChecks check, SqliteColumnProfile profile)
    {
        var isValid = profile.Texts == profile.Values && (profile.Passed & check) != 0;
        return isValid ? declared : ByValues.Decide(profile, $"declared as {declared.Type}");
    }

    public static TypeDecision DecideUndeclared(SqliteColumnProfile profile)
    {
        if (profile.Values == 0) return TypeDecision.Text;
        return Infer(profile) ?? ByValues.Decide(profile, "declared without a type");
    }

    /// <summary>The type that every value of a text column is a text of; null where there is none, or nobody asked.</summary>
    private static TypeDecision? Infer(SqliteColumnProfile profile)
    {
        var passed = profile.Passed;
        if ((passed & ValueChecks.Inferring) == 0 || profile.Texts == 0 || profile.Texts < profile.Values) return null;
        if ((passed & ValueChecks.Uuid) != 0) return TypeDecision.Uuid.Because("every value is a uuid");
        if ((passed & ValueChecks.JsonContainer) != 0) return TypeDecision.Json.Because("every value is a JSON object or array");
        if ((passed & ValueChecks.Iso) == 0 || profile.TooFine > 0) return null;
        if (profile.IsoTimes > 0)
        {
            return profile.IsoTimes == profile.Texts ? TypeDecision.Time.Because("every value is an ISO 8601 time") : null;
        }

        var kind = profile.IsoDates == profile.Texts ? DeclaredKind.Date : DeclaredKind.Timestamp;
        return TimeTypes.DecideStamps(kind, profile).Because("every value is an ISO 8601 date or timestamp");
    }
}
