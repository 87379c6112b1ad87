namespace PgMigrate.Engine.Performance;

/// <summary>A query with the values that its runs take in turn.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Sql">The statement, with $1 and so on for values.</param>
/// <param name="Values">A run's values, as PostgreSQL prints them; each run takes the next. Empty for a statement without.</param>
internal sealed record MeasuredQuery(string Name, string Sql, IReadOnlyList<IReadOnlyList<string>> Values)
{
    public static MeasuredQuery Of(LatencyQuery query) => new(query.Name, SqlScript.Split(query.Sql)[0].Text, []);

    /// <summary>The values of one run, from 0.</summary>
    public IReadOnlyList<string> ValuesOf(int run) => Values.Count == 0 ? [] : Values[run % Values.Count];
}
