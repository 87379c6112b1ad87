namespace PgMigrate.Engine.Integrity;

/// <summary>What stands after FROM for a table or a part of it.</summary>
/// <param name="Relation">The table, a partition, or a query in parentheses.</param>
/// <param name="Conditions">Which of its rows are meant.</param>
internal sealed record ServerRelation(string Relation, IReadOnlyList<string> Conditions)
{
    /// <summary>The WHERE clause with these conditions, too; empty where there are none.</summary>
    public string Where(params IReadOnlyList<string> others)
    {
        var all = Conditions.Concat(others.Select(one => $"({one})")).ToList();
        return all.Count == 0 ? "" : " WHERE " + string.Join(" AND ", all);
    }
}
