namespace PgMigrate.Engine.Sandbox;

/// <summary>A sandbox that this process started, and what ends it should the process die.</summary>
internal sealed record RunningSandbox(SandboxRecord Record, OwnerWatch Watch);
