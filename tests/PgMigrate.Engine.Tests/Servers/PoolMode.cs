namespace PgMigrate.Engine.Tests.Servers;

/// <summary>pgbouncer's pool_mode: how long a client keeps a server's connection.</summary>
internal enum PoolMode
{
    Transaction,
    Session,
}
