namespace PgMigrate.Engine.Catalog;

/// <summary>How a cast is done.</summary>
public enum CastMethod
{
    Function,

    /// <summary>The bytes are the same.</summary>
    WithoutFunction,

    /// <summary>Through text.</summary>
    InputOutput,
}
