namespace PgMigrate.Engine.Catalog;

/// <summary>One type that a user made; the row types of tables and the array types that come with another are none.</summary>
public abstract record PgType : PgObject;
