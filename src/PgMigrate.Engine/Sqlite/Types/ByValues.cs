namespace PgMigrate.Engine.Sqlite;

/// <summary>The narrowest type that holds a column's values exactly, whatever was declared.</summary>
internal static class ByValues
{
    /// <param name="profile">The column's values; at least one.</param>
    /// <param name="declared">How it was declared, to begin the reason with, such as <c>declared as boolean</c>.</param>
    public static TypeDecision Decide(SqliteColumnProfile profile, string declared)
    {
        var numbers = profile.Integers + profile.Reals;
        if (numbers == profile.Values) return DecideNumber(profile).Because($"{declared}, but only numbers are stored");
        if (profile.Texts == profile.Values) return TypeDecision.Text.Because($"{declared}, but the stored text does not suit");
        if (profile.Blobs == profile.Values) return TypeDecision.Bytea.Because($"{declared}, but only BLOBs are stored");
        if (profile.Blobs == 0) return TypeDecision.Text.Because($"{declared}, numbers and text are stored: numbers become decimal text");
        return numbers == 0
            ? TypeDecision.Bytea.Because($"{declared}, text and BLOBs are stored: text becomes its UTF-8 bytes")
            : TypeDecision.Text.Because($"{declared}, numbers and BLOBs are stored: rows with BLOBs are reported");
    }

    /// <summary>bigint, double precision or numeric, for the numbers of a column.</summary>
    public static TypeDecision DecideNumber(SqliteColumnProfile profile)
    {
        if (profile.Reals == 0) return TypeDecision.BigInt;
        return profile.AreIntegersExact || profile.HasInfinite ? TypeDecision.Double : TypeDecision.Numeric;
    }
}
