namespace PgMigrate.Engine.Catalog;

/// <summary>One statistic, as the server prints it.</summary>
/// <param name="Name">Its column in pg_class or pg_stats.</param>
/// <param name="Type">The type that the server takes it back as.</param>
/// <param name="Value">The value.</param>
public sealed record PgStatistic(string Name, string Type, string Value);
