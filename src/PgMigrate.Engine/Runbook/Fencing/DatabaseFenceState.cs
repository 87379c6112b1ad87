namespace PgMigrate.Engine.Runbook;

/// <summary>A fence around a server's database, which may be up.</summary>
/// <param name="Previous">What the database's own default_transaction_read_only was; null where it had none.</param>
internal sealed record DatabaseFenceState(string? Previous);
