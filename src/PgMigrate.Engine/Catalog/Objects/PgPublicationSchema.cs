namespace PgMigrate.Engine.Catalog;

/// <summary>One schema whose tables a publication publishes (PostgreSQL 15): its name is the schema's, the owner is the publication's.</summary>
public sealed record PgPublicationSchema : PgObject
{
    public required string Publication { get; init; }
}
