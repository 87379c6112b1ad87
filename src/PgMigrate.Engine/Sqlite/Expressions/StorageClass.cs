namespace PgMigrate.Engine.Sqlite;

/// <summary>Translates tests of typeof(): the destination's column type already says what the values are.</summary>
internal static class StorageClass
{
    /// <exception cref="UntranslatableException">The column's type does not settle the test.</exception>
    public static TypedSql Test(TypedSql value, IReadOnlyList<string> classes, bool isNegated)
    {
        var possible = value.Column?.Conversion switch
        {
            ValueConversion.SmallInt or ValueConversion.Integer or ValueConversion.BigInt or ValueConversion.EpochMilliseconds =>
                new[] { "integer" },
            ValueConversion.Boolean when DeclaredType.AffinityOf(value.Column.Column.DeclaredType) != SqliteAffinity.Text => ["integer"],
            ValueConversion.Double or ValueConversion.JulianDay => ["real"],
            ValueConversion.Numeric or ValueConversion.EpochSeconds => ["integer", "real"],
            ValueConversion.Bytea => ["blob"],
            null or ValueConversion.Boolean => [],
            _ => ["text"],
        };
        var wanted = classes.Select(name => name.ToLowerInvariant()).ToHashSet();
        if (possible.Length == 0 || !possible.All(wanted.Contains))
        {
            throw new UntranslatableException("typeof() has no counterpart for it");
        }

        return (wanted.Contains("null"), isNegated) switch
        {
            (true, false) => TypedSql.Atom("true", SqlKind.Boolean),
            (true, true) => TypedSql.Atom("false", SqlKind.Boolean),
            (false, false) => new TypedSql($"{value.Operand} IS NOT NULL", SqlKind.Boolean),
            (false, true) => new TypedSql($"{value.Operand} IS NULL", SqlKind.Boolean),
        };
    }
}
