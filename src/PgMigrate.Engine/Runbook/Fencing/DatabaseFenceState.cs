namespace PgMigrate.Engine.Runbook;

/// <summary>A fence around a server's database.</summary>
/// <param name="Previous">What the database's own default_transaction_read_only was; null where it had none.</param>
/// <param name="RaisedAt">When it went up, by the server's clock; null as long as that is not certain.</param>
internal sealed record DatabaseFenceState(string? Previous, DateTimeOffset? RaisedAt = null);
