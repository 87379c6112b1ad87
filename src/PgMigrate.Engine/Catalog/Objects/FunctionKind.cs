namespace PgMigrate.Engine.Catalog;

/// <summary>What CALL or SELECT makes of it.</summary>
public enum FunctionKind
{
    Function,
    Window,
    Procedure,
}
